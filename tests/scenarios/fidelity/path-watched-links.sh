# what: a kubeconfig linked under another watched name, the first name taken away, and the file written by the second relative to a descriptor
# expect: kubeconfig-file-activity creation /etc/kubernetes/controller-manager.conf
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/controller-manager.conf
# expect: @ kubeconfig-file-activity modification /etc/kubernetes/controller-manager.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/controller-manager.conf
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    mv -f /opt/gone /etc/kubernetes/admin.conf
    rm -f /opt/at /etc/kubernetes/controller-manager.conf
}

#### act
ln /etc/kubernetes/admin.conf /etc/kubernetes/controller-manager.conf
mv /etc/kubernetes/admin.conf /opt/gone
/opt/at /etc/kubernetes write controller-manager.conf
