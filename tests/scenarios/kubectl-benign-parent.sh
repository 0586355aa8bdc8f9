# what: from kubeadm, which was seen at its own work before
# live: yes
# needs: perl

setup() {
    program /usr/bin/kubeadm perl
}

#### act
kubeadm -e '
  open(my $f, ">>", "/etc/kubernetes/admin.conf") or die; close $f;
  system("kubectl", "--kubeconfig=/etc/kubernetes/admin.conf", "options");' > /dev/null
