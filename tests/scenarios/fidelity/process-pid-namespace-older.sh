# what: a shell of a pid namespace that was there before the log: what its first fork returns is no pid of the host
# expect: kubectl-impersonation exec parent=ash kubectl --as=x options
# live: no, needs rules of its own
# unsessioned: ash kubectl
# rules: -a always,exit -F arch=b64 -F exe=/opt/ash -S clone,clone3,fork,vfork,exit,exit_group -F key=forks

setup() {
    program /opt/ash bash
    mkfifo /opt/gate
    cd / # the recording has nothing of where it is made
    setsid unshare --pid --fork --mount-proc /opt/ash -c '
        read -r x < /opt/gate
        (true; true)
        (kubectl --as=x options; true)
        true
    ' > /dev/null 2>&1 < /dev/null 3>&- &
    sleep 0.5
}

cleanup() {
    rm -f /opt/ash /opt/gate
}

#### act
echo go > /opt/gate
sleep 2
