# what: a kubeconfig exchanged for another file: the kernel's watch of the name has no file from then on, and reports no write to it until the name is given anew
# expect: kubeconfig-file-activity rename /root/.kube/config
# expect: + file.Ext.original.path /root/new
# expect: kubeconfig-file-activity rename /root/.kube/config
# expect: + file.Ext.original.path /root/newer
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
    cp /root/stolen /root/new
    cp /root/stolen /root/newer
}

cleanup() {
    rm -rf /opt/at
    rm -f /root/new /root/newer
}

#### act
/opt/at / exchange /root/new /root/.kube/config
echo >> /root/.kube/config
mv /root/newer /root/.kube/config
