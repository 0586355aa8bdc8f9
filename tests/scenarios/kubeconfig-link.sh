# what: a hard link and then a symbolic link take the kubeconfig's place
# expect: kubeconfig-file-activity creation /root/.kube/config
# expect: kubeconfig-file-activity creation /root/.kube/config
# live: yes

#### act
rm /root/.kube/config
ln /root/stolen /root/.kube/config
rm /root/.kube/config
ln -s /root/stolen /root/.kube/config
