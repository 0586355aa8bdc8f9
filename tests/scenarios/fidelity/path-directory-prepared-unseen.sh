# what: the same, of a directory of which no record shows what is in it: a live plugin may look
# may: kubeconfig-file-activity rename /root/.kube
# may: kubeconfig-file-activity rename /root/.kube/config
# live: yes

setup() {
    rm -r /root/.kube
    mkdir /opt/kube
    cp /root/stolen /opt/kube/config
}

cleanup() {
    rm -rf /opt/kube
}

#### act
mv -T /opt/kube /root/.kube
