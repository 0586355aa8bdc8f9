# what: a name that leads through a symbolic link and back (link/../x) ends beside what the link leads to: into the watched directory, and out of it under a watched file's name
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/eve.key
# may: kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# may: kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F dir=/opt/pods -F perm=wa -F key=elsewhere

setup() {
    ln -s /etc/kubernetes/manifests /opt/link
    mkdir -p /opt/pods/one
    ln -s /opt/pods/one /etc/kubernetes/pods
    touch /opt/pods/admin.conf
}

cleanup() {
    rm -rf /opt/link /opt/pods /etc/kubernetes/pods
}

#### act
cat stolen > /opt/link/../pki/eve.key
cat stolen > /etc/kubernetes/pods/../admin.conf
cd /opt/pods
cat /root/stolen > admin.conf
cd /opt/link
cat /root/intruder.yaml > ../manifests/evil.yaml
