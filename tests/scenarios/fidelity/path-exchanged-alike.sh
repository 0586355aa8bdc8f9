# what: exchanged (RENAME_EXCHANGE) with a file of the same name elsewhere, of which the kernel's records show less than two names and two files
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: + file.Ext.original.path /etc/kubernetes/staging/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    mkdir /opt/staging /etc/kubernetes/{manifestz,staging}
    for folder in /opt/staging /etc/kubernetes/{manifestz,staging}; do
        cp /root/intruder.yaml $folder/etcd.yaml
    done
}

cleanup() {
    rm -rf /opt/at /opt/staging /etc/kubernetes/{manifestz,staging}
}

#### act
cd /etc/kubernetes/staging
/opt/at / exchange etcd.yaml /etc/kubernetes/manifests/etcd.yaml
/opt/at /opt/staging exchange /etc/kubernetes/manifests/etcd.yaml etcd.yaml
/opt/at / exchange /etc/kubernetes/manifestz/etcd.yaml /etc/kubernetes/manifests/etcd.yaml
/opt/at /etc/kubernetes/manifests exchange etcd.yaml etcd.yaml
/opt/at /etc/kubernetes/manifests swap /opt/staging etcd.yaml
