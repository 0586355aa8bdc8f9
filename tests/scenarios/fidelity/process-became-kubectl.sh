# what: a shell and a dropper that execute kubectl in their own place: its parent is what started them, and is neither
# expect: kubectl-impersonation exec parent=timeout kubectl --as=x options
# expect: kubectl-impersonation exec parent=timeout kubectl --as=y options
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/timeout -F perm=x -F key=starters

setup() {
    program /tmp/updater env
}

cleanup() {
    rm -f /tmp/updater
}

#### act
timeout 60 sh -c 'exec env A=1 kubectl --as=x options' > /dev/null
timeout 60 /tmp/updater A=1 nice kubectl --as=y options > /dev/null
timeout 60 nice kubectl --as=z options > /dev/null
