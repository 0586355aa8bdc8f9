# what: deleted
# live: yes

#### act
rm /root/.kube/config
cd /etc/kubernetes
rm -f admin.conf
