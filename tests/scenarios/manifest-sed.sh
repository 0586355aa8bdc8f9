# what: edited by sed -i
# live: yes

#### act
sed -i s/etcd/other/ /etc/kubernetes/manifests/etcd.yaml
cd /etc/kubernetes
sed -i s/node/other/ kubelet.conf
