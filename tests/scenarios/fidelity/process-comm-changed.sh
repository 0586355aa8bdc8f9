# what: a process that calls itself kubeadm: its start was reported, so its name is known; and one whose start was not
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name liar
# may: kubeconfig-file-activity modification /root/.kube/config
# live: yes
# needs: cc

setup() {
    compiled /tmp/liar callme
    compiled /opt/liar callme
}

cleanup() {
    rm -f /tmp/liar /opt/liar
}

#### act
/tmp/liar kubeadm /root/.kube/config
/opt/liar kubeadm /root/.kube/config
