# what: by a system call that is newer than the libaudit of many distributions, which has no name for it: fchmodat2
# expect: kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# expect: @ kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/pki/ca.key
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -f /opt/at
}

#### act
/opt/at / chmod2 /root/.kube/config
/opt/at /etc/kubernetes/pki chmod2 ca.key
