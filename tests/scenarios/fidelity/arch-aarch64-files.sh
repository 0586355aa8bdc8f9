# what: on aarch64, which has no open, rename or link of its own: files written, renamed over, linked, by an absolute name, a relative one and a directory's descriptor
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: kubeconfig-file-activity rename /root/.kube/config
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/manifests/etcd.yaml
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/moved.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/intruder.yaml
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: kubeconfig-file-activity changed-file-permissions-of /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity creation /opt/key
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes/manifests/intruder.yaml
# live: no, needs a machine of its own
# machine: aarch64
# format: enriched raw
# needs: cc

setup() {
    compiled /opt/at at
    compiled /opt/reading reading
    cp /root/intruder.yaml /root/moved.yaml
    ln /root/.kube/config /opt/notes
}

cleanup() {
    umount /etc/kubernetes/manifests/intruder.yaml 2>/dev/null || true
    rm -f /opt/at /opt/reading /opt/notes /opt/key /root/moved.yaml
}

#### act
echo '# more' >> /root/.kube/config
cat .kube/config > /dev/null
echo '# more' >> /opt/notes
cd /
/opt/at /root/.kube write config
mv -f /root/stolen /root/.kube/config
/opt/at /etc/kubernetes/manifests write evil.yaml
/opt/at /etc/kubernetes/manifests openat2 etcd.yaml
/opt/at /etc/kubernetes/manifests rename /root/moved.yaml moved.yaml
cd /root
cp intruder.yaml /etc/kubernetes/manifests/intruder.yaml
/opt/reading /etc/kubernetes/pki/ca.key empty
chmod 644 /etc/kubernetes/admin.conf
ln /etc/kubernetes/pki/ca.key /opt/key
rm /etc/kubernetes/manifests/evil.yaml
mount --bind intruder.yaml /etc/kubernetes/manifests/intruder.yaml
