# what: from a copy of a shell under another name: in a place of droppers, and as a hidden file
# expect: kubectl-impersonation exec parent=kworker kubectl --as=x options
# expect: kubectl-impersonation exec parent=.cache kubectl --as=y options
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F path=/opt/.cache -F perm=x -F key=hidden

setup() {
    program /tmp/kworker bash
    program /opt/.cache bash
}

cleanup() {
    rm -f /tmp/kworker /opt/.cache
}

#### act
/tmp/kworker -c 'kubectl --as=x options; true' > /dev/null
/opt/.cache -c 'kubectl --as=y options; true' > /dev/null
