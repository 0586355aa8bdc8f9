# what: a manifest and a key get a second name elsewhere, by which they are then written: the kernel reports the linking only
# expect: kubernetes-sensitive-file-activity creation /opt/notes
# expect: + file.Ext.original.path /etc/kubernetes/manifests/etcd.yaml
# expect: kubernetes-sensitive-file-activity creation /opt/more-notes
# expect: + file.Ext.original.path /etc/kubernetes/pki/ca.key
# live: yes

setup() {
    echo x > /opt/unwatched
}

cleanup() {
    rm -f /opt/notes /opt/more-notes /opt/unwatched /opt/still-unwatched
}

#### act
ln /etc/kubernetes/manifests/etcd.yaml /opt/notes
echo '# more' >> /opt/notes
cd /etc/kubernetes
ln pki/ca.key /opt/more-notes
echo '# more' >> /opt/more-notes
ln /opt/unwatched /opt/still-unwatched
