# what: the whole directory renamed away, another made and removed in its place, and renamed back: what is in it is known all the way
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes
# expect: @ kubeconfig-file-activity rename /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/admin.conf
# expect: @ kubeconfig-file-activity rename /etc/kubernetes/kubelet.conf
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/kubelet.conf
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/pki/ca.key
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/eve.key
# live: no, who looks at a directory that came back may see in it what comes later
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -f /opt/at
}

#### act
mv /etc/kubernetes /etc/kept
mkdir /etc/kubernetes
rmdir /etc/kubernetes
mv /etc/kept /etc/kubernetes
cd /
/opt/at /etc/kubernetes/pki write eve.key
