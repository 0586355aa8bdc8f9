# what: several programs one after the other in one process: the parent is the one that it is by then
# expect: kubectl-impersonation exec parent=updater kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=sh kubectl --as=x options
# live: yes

setup() {
    program /tmp/updater timeout
}

cleanup() {
    rm -f /tmp/updater
}

#### act
bash -c 'exec sh -c "exec /tmp/updater 60 kubectl --as=x options"' > /dev/null
bash -c 'exec env A=1 nohup setsid kubectl --as=x options' > /dev/null
/tmp/updater 60 sh -c 'kubectl --as=x options; true' > /dev/null
