# what: through bind mounts: of the directory, and of the kubeconfig alone
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubeconfig-file-activity modification /root/.kube/config
# expect: @ kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# live: yes

setup() {
    mkdir /opt/settings
    touch /opt/notes
    mount --bind /etc/kubernetes /opt/settings
    mount --bind /root/.kube/config /opt/notes
}

cleanup() {
    umount /opt/settings /opt/notes
    rm -rf /opt/settings /opt/notes
}

#### act
cp intruder.yaml /opt/settings/manifests/evil.yaml
echo '# more' >> /opt/settings/admin.conf
mv -f /opt/settings/manifests/evil.yaml /opt/settings/manifests/etcd.yaml
echo '# more' >> /opt/notes
chmod 644 /opt/notes
