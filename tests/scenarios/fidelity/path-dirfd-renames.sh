# what: renames, a swap, links and removals by names relative to a directory's descriptor
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/evil.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/hard.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/soft.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubeconfig-file-activity rename /root/.kube/config
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    cp /root/intruder.yaml /root/swapped.yaml
}

cleanup() {
    rm -f /opt/at /root/swapped.yaml /root/linked.yaml
}

#### act
cp intruder.yaml linked.yaml
/opt/at /etc/kubernetes/manifests rename intruder.yaml evil.yaml
/opt/at /etc/kubernetes/manifests link linked.yaml hard.yaml
/opt/at /etc/kubernetes/manifests symlink /root/linked.yaml soft.yaml
/opt/at /etc/kubernetes/manifests exchange swapped.yaml etcd.yaml
/opt/at /root/.kube rename stolen config
/opt/at /etc/kubernetes/manifests unlink hard.yaml
