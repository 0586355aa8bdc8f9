# what: by descriptors: moved and swapped between two of them, owner and times of a file, a pipe, an absolute name confined to a directory (RESOLVE_IN_ROOT), a nameless file linked by its descriptor alone
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/moved.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubeconfig-file-activity changed-file-ownership-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity changed-file-ownership-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/pipe.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/confined.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/nameless.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    mkdir /opt/staging
    cp /root/intruder.yaml /opt/staging/moved.yaml
    cp /root/intruder.yaml /opt/staging/etcd.yaml
}

cleanup() {
    rm -rf /opt/at /opt/staging
}

#### act
/opt/at /etc/kubernetes/manifests move /opt/staging moved.yaml
/opt/at /etc/kubernetes/manifests swap /opt/staging etcd.yaml
/opt/at /etc/kubernetes chown admin.conf
/opt/at /etc/kubernetes utime admin.conf
/opt/at /etc/kubernetes/manifests mknod pipe.yaml
/opt/at /etc/kubernetes inroot /manifests/confined.yaml
/opt/at /etc/kubernetes/manifests nameless nameless.yaml
/opt/at /etc/kubernetes/manifests unlink pipe.yaml
