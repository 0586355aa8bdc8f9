# what: the process that started it is gone: it is the child of process 1, of which no log tells the name, though the forks are reported
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# live: no, a live plugin finds process 1 in /proc
# rules: -a always,exit -F arch=b64 -F exe=/tmp/spawn -S clone,clone3,fork,vfork,exit,exit_group -F key=forks
# needs: cc

setup() {
    compiled /tmp/spawn spawn
}

cleanup() {
    rm -f /tmp/spawn
}

#### act
/tmp/spawn orphan kubectl --as=x options > /dev/null
sleep 1
