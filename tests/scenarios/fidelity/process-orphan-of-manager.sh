# what: the process that started it is gone, and the user's manager, in the same session, adopted it
# expect: kubectl-impersonation exec parent=systemd kubectl --as=x options
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F exe=/opt/systemd -S execve,clone,clone3,fork,vfork,exit,exit_group -F key=forks
# needs: cc

setup() {
    compiled /opt/systemd spawn
}

cleanup() {
    rm -f /opt/systemd
}

#### act
/opt/systemd adopt kubectl --as=x options > /dev/null
