# what: on open files whose opening for writing was reported: the name is known from it. The kernel does not report ftruncate and fallocate of a watched file
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# live: yes
# needs: cc

setup() {
    compiled /opt/onfd onfd
}

cleanup() {
    rm -f /opt/onfd
}

#### act
/opt/onfd /root/.kube/config truncate
/opt/onfd /root/.kube/config allocate
/opt/onfd /root/.kube/config chmod
