# what: a shell of busybox that executes kubectl in its own place
# expect: kubectl-impersonation exec parent=timeout kubectl --as=x options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F path=/opt/busybox -F perm=x -F key=multi-call
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/timeout -F perm=x -F key=starters
# needs: busybox

setup() {
    program /opt/busybox busybox
}

cleanup() {
    rm -f /opt/busybox
}

#### act
timeout 60 /opt/busybox sh -c 'exec kubectl --as=x options' > /dev/null
timeout 60 nice kubectl --as=y options > /dev/null
