# what: on aarch64, what fails is no alert: by the machine's own programs and by 32-bit ones
# live: no, needs a machine of its own
# machine: aarch64
# needs: arm-linux-gnueabihf-gcc

setup() {
    CC=arm-linux-gnueabihf-gcc compiled /opt/plain plain
    CC=arm-linux-gnueabihf-gcc compiled /opt/at32 at
    compiled /opt/at at
}

cleanup() {
    rm -f /opt/plain /opt/at /opt/at32
}

#### act
/opt/plain mkdir /etc/kubernetes/manifests
/opt/plain rename /root/nothing /root/.kube/config
/opt/plain rename /root/.kube /etc/kubernetes/manifests
/opt/plain write /etc/kubernetes/manifests/etcd.yaml/x
/opt/at32 /etc/kubernetes mkdir manifests
/opt/at32 /etc/kubernetes/manifests link /root/intruder.yaml etcd.yaml
/opt/at /etc/kubernetes mkdir manifests
/opt/at /etc/kubernetes/manifests link /root/intruder.yaml etcd.yaml
mkdir /etc/kubernetes/manifests
