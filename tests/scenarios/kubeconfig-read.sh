# what: read, copied elsewhere, searched, hashed
# live: yes

cleanup() {
    rm -f /root/elsewhere
}

#### act
cat /root/.kube/config > /dev/null
grep -c name /root/.kube/config > /dev/null
sha256sum /root/.kube/config /etc/kubernetes/admin.conf > /dev/null
cp /root/.kube/config /root/elsewhere
