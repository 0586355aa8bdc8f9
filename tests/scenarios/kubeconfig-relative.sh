# what: written through a relative name
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes

#### act
cd /root/.kube
echo 'server: https://203.0.113.7' > config
