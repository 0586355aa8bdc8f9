# what: the administrator's kubeconfig of the node: both file detections apply
# expect: kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# live: yes
# format: enriched raw

#### act
tee /etc/kubernetes/admin.conf < /root/stolen > /dev/null
