# what: opened and written through io_uring, with the usual rules: the kernel reports nothing
# may: kubeconfig-file-activity modification /root/.kube/config
# live: no, the kernel reports nothing
# needs: cc

setup() {
    compiled /opt/uring uring
}

cleanup() {
    rm -f /opt/uring
}

#### act
/opt/uring /root/.kube/config
