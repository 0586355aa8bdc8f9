# what: sed that writes the kubeconfig without renaming its temporary
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes

#### act
sed -n 'w /root/.kube/config' /root/stolen
