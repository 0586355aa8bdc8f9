# what: from a child of the dropper that never executed anything: made by fork, by clone, by clone3; and from a thread
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/tmp/spawn -S clone,clone3,fork,vfork,exit,exit_group -F key=forks
# needs: cc

setup() {
    compiled /tmp/spawn spawn
}

cleanup() {
    rm -f /tmp/spawn
}

#### act
/tmp/spawn between-fork kubectl --as=x options > /dev/null
/tmp/spawn between-clone kubectl --as=x options > /dev/null
/tmp/spawn between-clone3 kubectl --as=x options > /dev/null
/tmp/spawn thread kubectl --as=x options > /dev/null
