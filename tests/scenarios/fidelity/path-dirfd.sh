# what: written by names relative to a directory's descriptor, which no record shows: openat, openat2, chmod, mkdir; and a file of that name elsewhere
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubeconfig-file-activity modification /etc/kubernetes/kubelet.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/kubelet.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: @ kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/pki/ca.key
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/sub
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    mkdir /etc/kubernetes/other
}

cleanup() {
    rm -rf /opt/at /etc/kubernetes/manifests/sub /etc/kubernetes/other
}

#### act
cd /
/opt/at /etc/kubernetes/manifests write evil.yaml
/opt/at /etc/kubernetes/manifests openat2 etcd.yaml
/opt/at /etc/kubernetes write kubelet.conf
/opt/at /etc/kubernetes openat2 pki/ca.key
/opt/at /etc/kubernetes chmod pki/ca.key
/opt/at /etc/kubernetes/manifests mkdir sub
/opt/at /etc/kubernetes/other write etcd.yaml
/opt/at /root/.kube write config
