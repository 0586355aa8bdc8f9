# what: an attack by descriptors, links and mounts while the kubelet and shells write the same files: the records interleave
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/renamed.yaml
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    program /usr/bin/kubelet dd
    ln -s /etc/kubernetes /opt/settings
    ln /root/.kube/config /opt/notes
}

cleanup() {
    rm -f /opt/at /opt/settings /opt/notes
}

#### act
busy() {
  for i in {1..6}; do
    kubelet if=/root/stolen of=/var/lib/kubelet/kubeconfig status=none
    (cd /etc/kubernetes; kubelet if=/root/stolen of=kubelet.conf status=none)
    kubelet if=/root/stolen of=/opt/settings/pki/$1-$i.key status=none
  done
}
for n in 1 2 3 4; do busy $n & done
sleep 0.1
/opt/at /opt/settings/manifests write evil.yaml
echo '# more' >> /opt/notes
mv /opt/settings/manifests/evil.yaml /opt/settings/manifests/renamed.yaml
wait
