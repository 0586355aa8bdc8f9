# what: mounts over a manifest, the kubeconfig, their directories and all of /etc/kubernetes; and mounts of them elsewhere, remounted and taken away
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes/manifests/etcd.yaml
# expect: kubeconfig-file-activity mounted /root/.kube/config
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes/pki
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes/manifests
# expect: kubeconfig-file-activity mounted /root/.kube
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes
# live: yes
# needs: cc

setup() {
    compiled /opt/lay lay
    mkdir -p /opt/{mirror,evil}
}

cleanup() {
    umount /etc/kubernetes /root/.kube /etc/kubernetes/{manifests,pki} /root/.kube/config /etc/kubernetes/manifests/etcd.yaml 2>/dev/null || true
    rm -rf /opt/lay /opt/mirror /opt/evil
}

#### act
mount --bind intruder.yaml /etc/kubernetes/manifests/etcd.yaml
mount --bind stolen .kube/config
mount --bind /etc/kubernetes /opt/mirror
umount /opt/mirror
mount --bind /opt/evil /etc/kubernetes/pki
mount -o remount,bind,ro /etc/kubernetes/pki
mount --make-private /etc/kubernetes/pki
cd /etc
mount -t tmpfs none ./kubernetes/manifests
cp /root/intruder.yaml kubernetes/manifests/unseen.yaml
/opt/lay /opt/evil /root/.kube
/opt/lay /opt/evil /etc/kubernetes
umount /etc/kubernetes /root/.kube /etc/kubernetes/{manifests,pki} /root/.kube/config /etc/kubernetes/manifests/etcd.yaml
