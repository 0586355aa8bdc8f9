# what: a static pod manifest dropped, by absolute and by relative name
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/a.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/b.yaml
# live: yes

#### act
cat /root/intruder.yaml > /etc/kubernetes/manifests/a.yaml
cd /etc/kubernetes/manifests
cat /root/intruder.yaml > b.yaml
