# what: a directory becomes ~/.kube with a link to another kubeconfig in it, which a live plugin may look for
# may: kubeconfig-file-activity rename /root/.kube
# may: kubeconfig-file-activity rename /root/.kube/config
# live: yes

setup() {
    rm -r /root/.kube
    mkdir /opt/kube
    ln -s /etc/kubernetes/admin.conf /opt/kube/config
}

#### act
mv /opt/kube /root/.kube
