# what: the kubelet writes its own kubeconfig and a manifest
# live: yes

setup() {
    program /usr/bin/kubelet dd
}

#### act
cd /
/usr/bin/kubelet if=/root/stolen of=/var/lib/kubelet/kubeconfig status=none
kubelet if=/root/stolen of=/etc/kubernetes/kubelet.conf status=none
kubelet if=/root/intruder.yaml of=/etc/kubernetes/manifests/proxy.yaml status=none
