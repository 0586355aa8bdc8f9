# what: neighbours that are no manifest, key or configuration
# live: yes

cleanup() {
    rm -rf /etc/kubernetes-old /opt/etc /etc/kubernetes/tmp /etc/kubernetes/audit.conf.d
}

#### act
mkdir -p /etc/kubernetes-old/manifests /opt/etc/kubernetes/manifests /etc/kubernetes/tmp
echo x > /etc/kubernetes-old/manifests/a.yaml
echo x > /opt/etc/kubernetes/manifests/a.yaml
echo x > /etc/kubernetes/README
echo x > /etc/kubernetes/tmp/a.yaml
echo x > /etc/kubernetes/audit.conf.d
