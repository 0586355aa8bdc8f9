# what: cp and mv into the directory: the name is relative to a directory descriptor
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/intruder.yaml
# may: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/stolen
# live: yes

#### act
cp /root/intruder.yaml /etc/kubernetes/manifests/
mv /root/stolen /etc/kubernetes/manifests
