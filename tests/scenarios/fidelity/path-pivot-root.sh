# what: in a mount namespace whose root is another directory
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# live: yes
# needs: busybox

setup() {
    mkdir -p /opt/jail/{bin,old,settings,home}
    cp "$(type -P busybox)" /opt/jail/bin/busybox
    ln -s busybox /opt/jail/bin/sh
}

cleanup() {
    rm -rf /opt/jail
}

#### act
unshare -m sh -c '
  mount --bind /opt/jail /opt/jail
  mount --bind /etc/kubernetes /opt/jail/settings
  mount --bind /root/.kube /opt/jail/home
  cd /opt/jail
  pivot_root . old
  exec /bin/sh -c "cd /settings/manifests; echo x > evil.yaml; echo x >> /home/config"
'
