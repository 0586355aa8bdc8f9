# what: /etc/kubernetes moved away, and another made in its place, in which the kernel reports no manifest
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes
# live: no, what the live test waits for lies there

setup() {
    mkdir /opt/empty
}

cleanup() {
    rm -rf /etc/kubernetes
    mv /etc/old /etc/kubernetes
}

#### act
mv /etc/kubernetes /etc/old
mkdir -p /etc/kubernetes/manifests
cp intruder.yaml /etc/kubernetes/manifests/unseen.yaml
rm -r /etc/kubernetes
mv /opt/empty /etc/kubernetes
