# what: the fork's record comes after the child's own: vfork returns when the child has executed its program
# expect: kubectl-impersonation exec parent=updater kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=updater kubectl --as=x options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/opt/spawn -S clone,clone3,fork,vfork,exit,exit_group -F key=forks
# needs: cc

setup() {
    compiled /opt/spawn spawn
    program /tmp/updater timeout
}

cleanup() {
    rm -f /opt/spawn /tmp/updater
}

#### act
/opt/spawn vfork /tmp/updater 60 kubectl --as=x options > /dev/null
/opt/spawn vfork bash -c 'kubectl --as=x options; true' > /dev/null
/opt/spawn thread /tmp/updater 60 kubectl --as=x options > /dev/null
