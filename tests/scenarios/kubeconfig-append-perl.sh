# what: appended to by perl
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes
# needs: perl

#### act
perl -e 'open(my $f, ">>", "/root/.kube/config") or die; print $f "# more\n"'
