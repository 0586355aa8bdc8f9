# what: listed, read, deleted
# live: yes

#### act
ls -la /etc/kubernetes/manifests > /dev/null
cat /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/pki/ca.key > /dev/null
rm /etc/kubernetes/manifests/etcd.yaml
