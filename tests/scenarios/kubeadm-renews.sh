# what: kubeadm writes, replaces and chmods the node's kubeconfigs and manifests
# live: yes
# needs: perl

setup() {
    program /usr/bin/kubeadm perl
}

#### act
kubeadm -e '
  for my $name ("admin.conf", "kubelet.conf", "manifests/etcd.yaml") {
    open(my $f, ">>", "/etc/kubernetes/$name") or die; close $f;
    open($f, ">", "/etc/kubernetes/$name.new") or die; close $f;
    chmod 0600, "/etc/kubernetes/$name.new";
    rename "/etc/kubernetes/$name.new", "/etc/kubernetes/$name";
  }
  open(my $f, ">>", "/root/.kube/config") or die;'
