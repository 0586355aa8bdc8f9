# what: the directory of manifests exchanged for an empty one and back, the second time by descriptors and one name, of which the kernel's records show a rename; then written into
# may: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/new.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    mkdir -p /opt/staging/manifests
}

cleanup() {
    rm -rf /opt/at /opt/staging /etc/kubernetes/manifests/new.yaml
}

#### act
/opt/at / exchange /opt/staging/manifests /etc/kubernetes/manifests
cd /opt/staging
/opt/at /etc/kubernetes exchange manifests manifests
/opt/at /etc/kubernetes/manifests write new.yaml
