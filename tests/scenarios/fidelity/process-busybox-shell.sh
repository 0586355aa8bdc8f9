# what: from the shell in busybox, by busybox's own name; and from its xargs, which is none
# expect: kubectl-impersonation exec parent=busybox kubectl --as=x options
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F path=/opt/busybox -F perm=x -F key=multi-call
# needs: busybox

setup() {
    program /opt/busybox busybox
}

cleanup() {
    rm -f /opt/busybox
}

#### act
/opt/busybox sh -c 'kubectl --as=x options; true' > /dev/null
echo options | /opt/busybox xargs kubectl --as=y > /dev/null
