# what: programs whose names only begin or end like those that may
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/a.yaml
# live: yes

setup() {
    for name in kubeadm-renew mykubelet Kubeadm; do program /usr/local/sbin/$name dd; done
}

cleanup() {
    rm -f /usr/local/sbin/{kubeadm-renew,mykubelet,Kubeadm}
}

#### act
kubeadm-renew if=/root/stolen of=/root/.kube/config status=none
mykubelet if=/root/stolen of=/etc/kubernetes/admin.conf status=none
Kubeadm if=/root/intruder.yaml of=/etc/kubernetes/manifests/a.yaml status=none
