# what: a kubeconfig opened through io_uring within the program's own system call, in a chain with another file that is opened after it
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
/opt/uring /root/.kube/config before-another
