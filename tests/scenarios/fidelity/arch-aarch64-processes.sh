# what: on aarch64, which has neither fork nor vfork: kubectl from a shell, from forks that never execute anything (clone, clone3), and from threads
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: no, needs a machine of its own
# machine: aarch64
# rules: -a always,exit -F arch=b64 -F exe=/tmp/spawn -S clone,clone3,exit,exit_group -F key=forks
# needs: cc

setup() {
    compiled /tmp/spawn spawn
}

cleanup() {
    rm -f /tmp/spawn
}

#### act
kubectl options > /dev/null
kubectl --as=x options > /dev/null
/tmp/spawn between-clone kubectl --as=x options > /dev/null
/tmp/spawn between-clone3 kubectl --as=x options > /dev/null
/tmp/spawn thread kubectl --as=x options > /dev/null
/tmp/spawn thread-exec kubectl --as=x options > /dev/null
