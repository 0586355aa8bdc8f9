# what: a bind mount moved elsewhere, and another directory of the watched tree laid over one below it
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: @ kubernetes-sensitive-file-activity mounted /etc/kubernetes/pki
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/over.yaml
# live: yes

setup() {
    mkdir /opt/mounts
    mount -t tmpfs none /opt/mounts
    mount --make-private /opt/mounts
    mkdir /opt/mounts/one /opt/mounts/two
    mount --bind /etc/kubernetes /opt/mounts/one
}

cleanup() {
    umount -R /opt/mounts
    rmdir /opt/mounts
}

#### act
mount --move /opt/mounts/one /opt/mounts/two
cp intruder.yaml /opt/mounts/two/manifests/evil.yaml
cd /opt/mounts/two/manifests
echo x >> ../pki/ca.key
mount --bind /etc/kubernetes/manifests /opt/mounts/two/pki
cp /root/intruder.yaml /opt/mounts/two/pki/over.yaml
