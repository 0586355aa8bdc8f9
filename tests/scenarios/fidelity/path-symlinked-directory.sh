# what: through a symbolic link to the directory, and one to the file
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/stolen
# expect: @ kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/pki/ca.key
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# live: yes

setup() {
    ln -s /etc/kubernetes /opt/settings
    ln -s /root/.kube/config /opt/notes
}

cleanup() {
    rm -f /opt/settings /opt/notes
}

#### act
cp intruder.yaml /opt/settings/manifests/evil.yaml
echo '# more' >> /opt/settings/admin.conf
mv stolen /opt/settings/manifests/stolen
chmod 644 /opt/settings/pki/ca.key
echo '# more' >> /opt/notes
chmod 644 /opt/notes
