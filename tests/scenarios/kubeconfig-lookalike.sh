# what: names that only look like a kubeconfig
# live: yes

cleanup() {
    rm -rf /root/config /root/.kube/cache /root/.kube/config.d /etc/kubernetes.conf /home/alice/kube
}

#### act
echo x > /root/config
echo x > /root/.kube/config.bak
mkdir -p /root/.kube/cache /root/.kube/config.d
echo x > /root/.kube/cache/config
echo x > /root/.kube/config.d/config
echo x > /etc/kubernetes.conf
mkdir -p /home/alice/kube
echo x > /home/alice/kube/config
