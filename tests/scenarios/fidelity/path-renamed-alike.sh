# what: renamed over files by names that look alike to the kernel, which then writes one item for two: mv into the directory, and to a name in it. Each new file is then changed by its descriptor alone
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml
# expect: + file.Ext.original.path /root/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubeconfig-file-activity rename /root/.kube/config
# expect: + file.Ext.original.path /root/config
# expect: @ kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# expect: kubeconfig-file-activity rename /root/.kube/config
# expect: + file.Ext.original.path /root/config
# expect: kubeconfig-file-activity changed-file-permissions-of /root/.kube/config
# live: yes
# needs: cc

setup() {
    compiled /opt/onfd onfd
    cp /root/intruder.yaml /root/etcd.yaml
    cp /root/stolen /root/config
}

cleanup() {
    rm -f /opt/onfd /root/etcd.yaml /root/config
}

#### act
mv -f etcd.yaml /etc/kubernetes/manifests/
/opt/onfd /etc/kubernetes/manifests/etcd.yaml chmod
mv -f config .kube/
/opt/onfd /root/.kube/config chmod
cp stolen config
mv -f config /root/.kube/config
/opt/onfd /root/.kube/config chmod
