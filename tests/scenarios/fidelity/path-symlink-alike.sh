# what: symbolic links whose targets look like their own names, for which the kernel writes one item with the target's text: a bare name, and one as long
# expect: kubeconfig-file-activity creation /root/.kube/config
# expect: + file.target_path config
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/x.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/y.yaml
# expect: kubeconfig-file-activity creation /root/.kube
# expect: + file.target_path /evil/.kube
# live: yes
# drops-rules: yes
# needs: cc

setup() {
    compiled /opt/at at
    rm /root/.kube/config
}

cleanup() {
    rm -rf /opt/at
    rm /root/.kube
    mv -T /root/kept /root/.kube
}

#### act
ln -s config /root/.kube/config
cd /
ln -s x.yaml /etc/kubernetes/manifests/x.yaml
/opt/at /etc/kubernetes/manifests symlink y.yaml y.yaml
mv /root/.kube /root/kept
ln -s /evil/.kube /root/.kube
