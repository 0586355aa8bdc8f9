# what: root's kubeconfig overwritten through its absolute name
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes
# format: enriched raw

#### act
echo 'server: https://203.0.113.7' > /root/.kube/config
