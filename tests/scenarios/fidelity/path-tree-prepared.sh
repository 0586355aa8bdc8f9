# what: a whole /etc/kubernetes prepared elsewhere takes its place. The records show what was put into it
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes
# expect: kubeconfig-file-activity rename /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/evil.yaml
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F dir=/opt/prepared -F perm=wa -F key=elsewhere

setup() {
    mv /etc/kubernetes /etc/kubernetes.aside
    mkdir /opt/prepared
}

cleanup() {
    rm -rf /opt/prepared /etc/kubernetes
    mv /etc/kubernetes.aside /etc/kubernetes
}

#### act
mkdir /opt/prepared/k8s /opt/prepared/k8s/manifests
cat intruder.yaml > /opt/prepared/k8s/manifests/evil.yaml
cat stolen > /opt/prepared/k8s/admin.conf
cat stolen > /opt/prepared/k8s/notes.txt
mv /opt/prepared/k8s /etc/kubernetes
