# what: the manifest exchanged (RENAME_EXCHANGE) for one of the same name in a directory whose name is as long: the kernel's records show it renamed away
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: + file.Ext.original.path /etc/kubernetes/manifestz/etcd.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    mkdir /etc/kubernetes/manifestz
    cp /root/intruder.yaml /etc/kubernetes/manifestz/etcd.yaml
}

cleanup() {
    rm -rf /opt/at /etc/kubernetes/manifestz
}

#### act
/opt/at / exchange /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/manifestz/etcd.yaml
