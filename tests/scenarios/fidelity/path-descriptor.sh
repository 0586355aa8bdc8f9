# what: on open files, of which the records have the inode only. futimens is not reported by perm=a
# expect: @ kubeconfig-file-activity changed-file-permissions-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/admin.conf
# expect: @ kubeconfig-file-activity changed-file-ownership-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity changed-file-ownership-of /etc/kubernetes/admin.conf
# expect: @ kubeconfig-file-activity changed-file-attributes-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity changed-file-attributes-of /etc/kubernetes/admin.conf
# expect: @ kubeconfig-file-activity changed-file-attributes-of /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity changed-file-attributes-of /etc/kubernetes/admin.conf
# expect: @ kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# live: yes
# needs: cc

setup() {
    compiled /opt/onfd onfd
}

cleanup() {
    rm -f /opt/onfd
}

#### act
/opt/onfd /etc/kubernetes/admin.conf chmod
/opt/onfd /etc/kubernetes/admin.conf chown
/opt/onfd /etc/kubernetes/admin.conf setxattr
/opt/onfd /etc/kubernetes/admin.conf removexattr
/opt/onfd /etc/kubernetes/admin.conf utime
/opt/onfd /root/.kube/config chmod
