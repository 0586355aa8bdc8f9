# what: the parent has the pid of a shell that is gone: its end is not reported, but a record of the new process shows another program
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name perl
# live: yes
# needs: cc
# needs: perl

setup() {
    compiled /opt/aspid aspid
}

cleanup() {
    rm -f /opt/aspid
}

#### act
/opt/aspid 30012 bash -c 'kubectl --as=x options > /dev/null; true'
/opt/aspid 30012 perl -e 'open F, ">>", "/root/.kube/config"; print F "#\n"; close F; system "kubectl", "--as=x", "options"' > /dev/null
