# what: a directory prepared elsewhere becomes ~/.kube: a kubeconfig appears. The records show what was put into it
# expect: kubeconfig-file-activity rename /root/.kube/config
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F dir=/opt/prepared -F perm=wa -F key=elsewhere

setup() {
    rm -r /root/.kube
    mkdir /opt/prepared
}

cleanup() {
    rm -rf /opt/prepared
}

#### act
mkdir /opt/prepared/kube
cat stolen > /opt/prepared/kube/config
mv /opt/prepared/kube /root/.kube
