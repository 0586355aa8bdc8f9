# what: the first kubeconfig, in a directory that did not exist when the rules were loaded
# expect: kubeconfig-file-activity creation /root/.kube/config
# live: no, the directory must be absent when the rules are loaded

setup() {
    rm -r /root/.kube
}

#### act
mkdir -p /root/.kube
cp /root/stolen /root/.kube/config
