# what: in a mount namespace of its own, where the directory has another name; and a directory of the watched name that is not the host's
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes
# may: kubernetes-sensitive-file-activity mounted /etc/kubernetes/manifests
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/private.yaml
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F exe=/opt/at -S openat -F key=elsewhere
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -f /opt/at
}

#### act
unshare -m sh -c '
  mount --bind /etc/kubernetes/manifests /mnt
  cp intruder.yaml /mnt/evil.yaml
  mount --bind /root/.kube /mnt
  echo "# more" >> /mnt/config
  mount -t tmpfs none /etc/kubernetes
  mkdir /etc/kubernetes/manifests
  cd /etc/kubernetes/manifests
  /opt/at . write /etc/kubernetes/manifests/private.yaml
'
