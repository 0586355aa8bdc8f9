# what: opened by its handle, without a name: no rule on a path or with perm= takes open_by_handle_at, one on the system call does
# may: kubeconfig-file-activity modification /root/.kube/config
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -S open_by_handle_at -F key=handles
# needs: cc

setup() {
    compiled /opt/handle handle
}

cleanup() {
    rm -f /opt/handle
}

#### act
/opt/handle /root/.kube/config
