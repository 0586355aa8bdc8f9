# what: another file renamed over the kubeconfig
# expect: kubeconfig-file-activity rename /root/.kube/config
# live: yes
# format: enriched raw node

#### act
mv -f /root/stolen /root/.kube/config
