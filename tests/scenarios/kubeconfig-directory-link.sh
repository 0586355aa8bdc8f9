# what: a symbolic link to a directory that has a kubeconfig takes the place of ~/.kube: made there, and moved there
# expect: kubeconfig-file-activity creation /root/.kube
# expect: kubeconfig-file-activity rename /root/.kube
# live: yes
# drops-rules: yes

setup() {
    mkdir /opt/kube
    cp /root/stolen /opt/kube/config
}

cleanup() {
    rm -f /root/.kube
    rm -rf /opt/kube
    mv /root/.old /root/.kube
}

#### act
mv .kube .old
ln -s /opt/kube .kube
rm .kube
ln -s /opt/kube link
mv link .kube
