# what: written under another name of the same file, made long ago, and under one made now
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# expect: kubeconfig-file-activity modification /root/.kube/config
# may: kubeconfig-file-activity creation /root/.kube/config
# live: yes

setup() {
    ln /root/.kube/config /opt/notes
}

cleanup() {
    rm -f /opt/notes /opt/more-notes
}

#### act
echo '# more' >> /opt/notes
chmod 644 /opt/notes
ln /root/.kube/config /opt/more-notes
echo '# more' >> /opt/more-notes
