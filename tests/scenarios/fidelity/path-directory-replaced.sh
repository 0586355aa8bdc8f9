# what: a symbolic link to a directory elsewhere takes the manifests' place: what is then written under the watched name lies elsewhere, and is a manifest all the same
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/direct.yaml
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F dir=/opt/pods -F perm=wa -F key=elsewhere

setup() {
    mkdir /opt/pods
}

cleanup() {
    rm -rf /opt/pods /etc/kubernetes/manifests
    mv /etc/kubernetes/old /etc/kubernetes/manifests
}

#### act
mv /etc/kubernetes/manifests /etc/kubernetes/old
ln -s /opt/pods /etc/kubernetes/manifests
cat intruder.yaml > /etc/kubernetes/manifests/evil.yaml
cat intruder.yaml > /opt/pods/direct.yaml
