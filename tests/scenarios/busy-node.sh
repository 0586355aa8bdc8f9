# what: an attack while the kubelet and service shells keep both processors busy: records of different events interleave
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: yes

setup() {
    program /usr/bin/kubelet dd
}

#### act
busy() {
  for i in {1..50}; do
    kubelet if=/root/stolen of=/var/lib/kubelet/kubeconfig status=none
    kubelet if=/root/stolen of=/etc/kubernetes/kubelet.conf status=none
    sh -c true probe $i
  done
}
busy &
busy &
busy &
sleep 0.1
echo 'server: https://203.0.113.7' > /root/.kube/config
cat /root/intruder.yaml > /etc/kubernetes/manifests/evil.yaml
kubectl --as=x options > /dev/null
wait
