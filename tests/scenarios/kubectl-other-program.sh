# what: the same flags to other programs
# live: yes

setup() {
    program /tmp/kubectl-audit true
    program /tmp/helm true
    echo true > /tmp/show
}

cleanup() {
    rm -f /tmp/kubectl-audit /tmp/helm /tmp/show
}

#### act
sh -c true kubectl --as=x --token=x
dash -c true --as=x
/tmp/kubectl-audit --as=x --kubeconfig=/root/stolen
/tmp/helm --kubeconfig=/root/stolen --as=x
sh /tmp/show kubectl --as=x
