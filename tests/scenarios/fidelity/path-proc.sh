# what: through /proc: descriptors, a process's root and its working directory; and /dev/fd
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/fd.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/dev.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/root.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/other.yaml
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/cwd.yaml
# live: yes

#### act
exec 5< /root/.kube/config 6< /etc/kubernetes/manifests
echo '# more' >> /proc/self/fd/5
echo '# more' >> /dev/fd/5
echo '# more' >> /proc/self/root/root/.kube/config
cat intruder.yaml > /proc/self/fd/6/fd.yaml
cat intruder.yaml > /dev/fd/6/dev.yaml
cat intruder.yaml > /proc/self/root/etc/kubernetes/manifests/root.yaml
sleep 60 &
cat intruder.yaml > /proc/$!/root/etc/kubernetes/manifests/other.yaml
kill $!
cd /etc/kubernetes/manifests
cat /root/intruder.yaml > /proc/self/cwd/cwd.yaml
