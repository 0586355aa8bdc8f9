# what: a kubeconfig appears where there was none
# expect: kubeconfig-file-activity creation /root/.kube/config
# live: yes

setup() {
    rm /root/.kube/config
}

#### act
echo 'server: https://203.0.113.7' > /root/.kube/config
