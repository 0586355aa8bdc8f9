# what: a kubectl of the intruder's own, in /tmp
# expect: kubectl-impersonation exec parent=bash /tmp/kubectl --token=…
# live: yes

setup() {
    ln /usr/local/bin/kubectl /tmp/kubectl 2> /dev/null || cp /usr/local/bin/kubectl /tmp/kubectl
}

cleanup() {
    rm -f /tmp/kubectl
}

#### act
/tmp/kubectl --token=abc options > /dev/null
