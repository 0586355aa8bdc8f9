# what: a user's own kubeconfig, written by root and, through a relative name, by the user
# expect: kubeconfig-file-activity modification /home/alice/.kube/config
# expect: kubeconfig-file-activity modification /home/alice/.kube/config
# live: yes

#### act
cp /root/stolen /home/alice/.kube/config
setpriv --reuid=alice --regid=alice --clear-groups bash -c 'cd /home/alice; echo more >> .kube/config'
