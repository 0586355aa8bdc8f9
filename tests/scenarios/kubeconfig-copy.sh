# what: copied over by cp
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes
# format: enriched raw

#### act
cp /root/stolen /root/.kube/config
