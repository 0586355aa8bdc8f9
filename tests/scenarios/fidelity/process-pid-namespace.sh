# what: a fork in a pid namespace returns a number that is another process's pid on the host, whose parenthood it does not touch
# expect: kubectl-impersonation exec parent=bash kubectl --as=inner options
# expect: kubectl-impersonation exec parent=deploy kubectl --as=host options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/bash -S clone,clone3,fork,vfork,exit,exit_group -F key=forks
# needs: cc

setup() {
    compiled /opt/aspid aspid
    printf '#!/bin/bash\nread -r x < /opt/gate\nkubectl --as=host options > /dev/null\ntrue\n' > /opt/deploy
    chmod 755 /opt/deploy
    mkfifo /opt/gate
}

cleanup() {
    rm -f /opt/aspid /opt/deploy /opt/gate
}

#### act
/opt/aspid 30021 /opt/deploy &
sleep 0.2
unshare --pid --fork --mount-proc bash -c '
  echo 30020 > /proc/sys/kernel/ns_last_pid
  (true; true)
  (kubectl --as=inner options; true)
' > /dev/null
echo go > /opt/gate
wait
