# what: truncated by name, never opened
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes
# needs: perl

#### act
perl -e 'truncate("/root/.kube/config", 0) or die'
