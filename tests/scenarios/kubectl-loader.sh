# what: from a shell that the dynamic loader runs: its start is not a shell's
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# expect: % process.parent.name ld-linux-x86-64.so.2
# live: yes

setup() {
    printf 'kubectl --as=x options > /dev/null\ntrue\n' > /opt/deploy
}

cleanup() {
    rm -f /opt/deploy
}

#### act
/lib64/ld-linux-x86-64.so.2 /usr/bin/bash /opt/deploy
