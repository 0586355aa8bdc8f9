# what: threads: what they start has the process as its parent, and one that executes a program goes on under the process's pid
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
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
/tmp/spawn thread kubectl --as=x options > /dev/null
/tmp/spawn thread-exec kubectl --as=x options > /dev/null
