# what: opened and written through io_uring, by the program and by the kernel's thread for it. Seen only by a rule of the io_uring list, which has no perm=, and the path is often missing
# may: kubeconfig-file-activity modification /root/.kube/config
# may: kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# may: kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# live: no, needs rules of its own
# needs: cc

setup() {
    compiled /opt/uring uring
    compiled /opt/uringrule uringrule
    /opt/uringrule path /root/.kube/config uring
    /opt/uringrule dir /etc/kubernetes uring
}

cleanup() {
    rm -f /opt/uring /opt/uringrule
}

#### act
/opt/uring /root/.kube/config
/opt/uring /root/.kube/config by-the-kernels-thread
/opt/uring /etc/kubernetes/admin.conf
/opt/uring /etc/kubernetes/admin.conf by-the-kernels-thread
/opt/uring /etc/kubernetes/manifests/evil.yaml
