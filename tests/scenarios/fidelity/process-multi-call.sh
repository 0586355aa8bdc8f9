# what: one program of several names: kubectl as a name of k3s, k3s as such, and sh as a name of busybox
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash k3s kubectl --as=x options
# expect: kubectl-impersonation exec parent=sh kubectl --as=y options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F path=/opt/k3s -F perm=x -F key=multi-call
# rules: -a always,exit -F arch=b64 -F path=/opt/busybox -F perm=x -F key=multi-call
# needs: cc
# needs: busybox

setup() {
    compiled /opt/k3s multicall
    mkdir /opt/k3s-bin
    ln -s ../k3s /opt/k3s-bin/kubectl
    program /opt/busybox busybox
    ln -s ../busybox /opt/k3s-bin/sh
}

cleanup() {
    rm -rf /opt/k3s /opt/k3s-bin /opt/busybox
}

#### act
PATH=/opt/k3s-bin:/opt:$PATH
kubectl --as=x options
k3s kubectl --as=x options
sh -c 'kubectl --as=y options; true'
