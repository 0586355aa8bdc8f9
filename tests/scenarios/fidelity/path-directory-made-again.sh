# what: the manifests' directory removed and made again, another inode, and then written by a descriptor
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -f /opt/at
}

#### act
rm -r /etc/kubernetes/manifests
mkdir /etc/kubernetes/manifests
cd /
/opt/at /etc/kubernetes/manifests write evil.yaml
