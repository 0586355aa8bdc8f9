# what: by a descriptor, but the records of the rules' loading tell which directories the watched ones are (not those below them)
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/new.conf
# expect: kubeconfig-file-activity creation /root/.kube/config
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# live: no, the same as path-dirfd
# needs: cc
# keep-rules: yes

setup() {
    compiled /opt/at at
    rm /root/.kube/config
}

cleanup() {
    rm -f /opt/at
}

#### act
cd /
/opt/at /etc/kubernetes write new.conf
/opt/at /root/.kube write config
/opt/at /etc/kubernetes/manifests write evil.yaml
