# what: a kubeconfig opened and written through io_uring within the program's own system call, whose event has the operation's record and its path
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: no, needs rules of its own
# needs: cc

setup() {
    compiled /opt/uring uring
    compiled /opt/uringrule uringrule
    /opt/uringrule path /root/.kube/config uring
}

cleanup() {
    rm -f /opt/uring /opt/uringrule
}

#### act
/opt/uring /root/.kube/config at-once
