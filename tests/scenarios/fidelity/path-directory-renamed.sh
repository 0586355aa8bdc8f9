# what: the kubeconfig's directory renamed away and back. With the first the kernel drops the rule on the file, and reports no writing to it any more; its records of the drop are part of the rename's event
# may: kubeconfig-file-activity rename /root/.kube
# expect: @ kubeconfig-file-activity rename /root/.kube/config
# live: yes

cleanup() {
    rm -rf /root/kept
}

#### act
mv /root/.kube /root/kept
echo '# more' >> /root/kept/config
mv /root/kept /root/.kube
echo '# more' >> /root/.kube/config
