# what: the kubelet's kubeconfig under /var/lib
# expect: kubeconfig-file-activity modification /var/lib/kubelet/kubeconfig
# live: yes

#### act
cat /root/stolen > /var/lib/kubelet/kubeconfig
