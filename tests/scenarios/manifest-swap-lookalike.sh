# what: a swap file's name, but not vi's
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/.etcd.yaml.swp
# live: yes

#### act
cat /root/intruder.yaml > /etc/kubernetes/manifests/.etcd.yaml.swp
