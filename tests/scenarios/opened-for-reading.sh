# what: emptied and made by opens for reading (O_TRUNC, O_CREAT), which to the kernel's perm=w are none for writing; and read, and locked
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/empty.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/reading reading
}

cleanup() {
    rm -f /opt/reading
}

#### act
/opt/reading /etc/kubernetes/pki/ca.key empty
/opt/reading .kube/config empty
/opt/reading /etc/kubernetes/manifests/empty.yaml make
/opt/reading /etc/kubernetes/manifests/etcd.yaml make
/opt/reading /etc/kubernetes/admin.conf read
flock /etc/kubernetes/admin.conf true
