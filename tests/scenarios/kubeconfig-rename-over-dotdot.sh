# what: renamed over it, both names relative
# expect: kubeconfig-file-activity rename /root/.kube/config
# live: yes

#### act
cd /etc/kubernetes
mv -f ../../root/stolen ../../root/.kube/config
