# what: programs in home directories, named like those that may
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/a.yaml
# live: yes

setup() {
    mkdir -p /root/bin
    for name in kubelet kubeadm dpkg; do program /root/bin/$name dd; done
}

cleanup() {
    rm -rf /root/bin/{kubelet,kubeadm,dpkg}
}

#### act
/root/bin/kubelet if=/root/stolen of=/root/.kube/config status=none
/root/bin/kubeadm if=/root/stolen of=/etc/kubernetes/admin.conf status=none
/root/bin/dpkg if=/root/intruder.yaml of=/etc/kubernetes/manifests/a.yaml status=none
