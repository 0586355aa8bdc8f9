# what: scripts, interpreters and droppers that have or take the names of the node's tools
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/script.yaml
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/link.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/copy.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/perl.yaml
# expect: kubeconfig-file-activity rename /root/.kube/config
# live: yes
# needs: perl

setup() {
    printf '#!/bin/sh\necho x > /etc/kubernetes/manifests/script.yaml\necho x >> /root/.kube/config\n' > /opt/kubeadm
    chmod 755 /opt/kubeadm
    ln -s /bin/bash /opt/kubelet
    program /tmp/dpkg dd
    cp /root/stolen /root/.kube/sedAb3dEf
}

cleanup() {
    rm -f /opt/kubeadm /opt/kubelet /tmp/dpkg
}

#### act
/opt/kubeadm
/opt/kubelet -c 'echo x > /etc/kubernetes/manifests/link.yaml'
/tmp/dpkg if=intruder.yaml of=/etc/kubernetes/manifests/copy.yaml status=none
perl -e '$0 = "kubeadm"; open(my $f, ">", "/etc/kubernetes/manifests/perl.yaml") or die'
perl -e '$0 = "sed"; rename("/root/.kube/sedAb3dEf", "/root/.kube/config") or die'
