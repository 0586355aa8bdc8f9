# what: made readable and given away by name
# expect: kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# expect: kubeconfig-file-activity changed-file-ownership-of /root/.kube/config
# live: yes

#### act
chmod 644 /root/.kube/config
chown alice /root/.kube/config
