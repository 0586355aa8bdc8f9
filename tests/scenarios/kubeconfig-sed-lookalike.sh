# what: a file named like sed's temporary, renamed by something else
# expect: kubeconfig-file-activity rename /root/.kube/config
# live: yes

#### act
cp /root/stolen /root/.kube/sedQ1w2e3
mv -f /root/.kube/sedQ1w2e3 /root/.kube/config
