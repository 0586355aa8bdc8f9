# what: created through a symbolic link that stood for what did not exist yet. The records name the link's directory with the inode of the true one, and the file not at all
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# may: kubeconfig-file-activity creation /root/.kube/config
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/named.yaml
# live: yes

setup() {
    rm /root/.kube/config
    ln -s /etc/kubernetes/manifests/evil.yaml /opt/notes
    ln -s .kube/config /root/link
}

cleanup() {
    rm -f /opt/notes /root/link
}

#### act
cat intruder.yaml > /opt/notes
cat stolen > link
cat intruder.yaml > /etc/kubernetes/manifests/named.yaml
