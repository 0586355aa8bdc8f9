# what: a configuration file that is no kubeconfig
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/audit-policy.conf
# live: yes

#### act
cd /etc
echo x > kubernetes/audit-policy.conf
