# what: an existing manifest changed
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/manifests/etcd.yaml
# live: yes

#### act
echo 'spec: {hostPID: true}' >> /etc/kubernetes/manifests/etcd.yaml
