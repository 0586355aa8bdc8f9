# what: a manifest renamed within the directory, another taken out
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/new.yaml
# live: yes

cleanup() {
    rm -f /root/taken.yaml
}

#### act
cd /etc/kubernetes/manifests
mv etcd.yaml new.yaml
mv new.yaml /root/taken.yaml
