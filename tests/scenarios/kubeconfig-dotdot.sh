# what: appended to through a name with .., . and //
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes

#### act
cd /usr/share
echo '# more' >> ../../root/./.kube//config
