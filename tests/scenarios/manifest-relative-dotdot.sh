# what: a manifest written from its neighbour directory
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# live: yes

#### act
cd /etc/kubernetes/pki
dd if=/root/intruder.yaml of=../manifests/./evil.yaml status=none
