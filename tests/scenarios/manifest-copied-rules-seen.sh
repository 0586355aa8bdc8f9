# what: cp into the directory by its name: relative to a descriptor, but the records of the rules' loading tell which directory it is
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/intruder.yaml
# may: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/stolen
# live: no, the same as manifest-copied-into-directory
# keep-rules: yes

#### act
cp /root/intruder.yaml /etc/kubernetes/manifests/
mv /root/stolen /etc/kubernetes/manifests
