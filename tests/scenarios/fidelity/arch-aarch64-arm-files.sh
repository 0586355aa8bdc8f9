# what: by a 32-bit arm program on aarch64, by the system calls of old: open, creat, truncate, rename, link, symlink, mkdir, mknod, chmod, chown, and by a directory's descriptor
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity rename /root/.kube/config
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/creat.yaml
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/linked.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/soft.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/sub
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/pipe.yaml
# expect: kubeconfig-file-activity changed-file-permissions-of /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/admin.conf
# expect: kubeconfig-file-activity changed-file-ownership-of /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity changed-file-ownership-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/manifests/etcd.yaml
# live: no, needs a machine of its own
# machine: aarch64
# needs: arm-linux-gnueabihf-gcc

setup() {
    CC=arm-linux-gnueabihf-gcc compiled /opt/plain plain
    CC=arm-linux-gnueabihf-gcc compiled /opt/at at
}

cleanup() {
    rm -rf /opt/plain /opt/at /etc/kubernetes/manifests/sub
}

#### act
cd /
/opt/plain write /root/.kube/config
/opt/plain rename /root/stolen /root/.kube/config
/opt/at /root/.kube write config
/opt/plain creat /etc/kubernetes/manifests/creat.yaml
/opt/plain truncate /etc/kubernetes/pki/ca.key
/opt/plain empty /etc/kubernetes/pki/ca.key
/opt/plain link /root/intruder.yaml /etc/kubernetes/manifests/linked.yaml
/opt/plain symlink /root/intruder.yaml /etc/kubernetes/manifests/soft.yaml
/opt/plain mkdir /etc/kubernetes/manifests/sub
/opt/plain mknod /etc/kubernetes/manifests/pipe.yaml
/opt/plain chmod /etc/kubernetes/admin.conf
/opt/plain chown /etc/kubernetes/admin.conf
/opt/at /etc/kubernetes/manifests openat2 etcd.yaml
/opt/plain unlink /etc/kubernetes/manifests/etcd.yaml
/opt/plain rmdir /etc/kubernetes/manifests/sub
