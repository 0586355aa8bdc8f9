# what: in a chroot, where the directory has another name; and a file of the watched name below the chroot that is not the host's
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: @ kubeconfig-file-activity modification /etc/kubernetes/kubelet.conf
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/kubelet.conf
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/jailed.yaml
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F dir=/opt/jail -F perm=wa -F key=elsewhere
# needs: busybox

setup() {
    mkdir -p /opt/jail/{bin,settings,etc/kubernetes/manifests}
    cp "$(type -P busybox)" /opt/jail/bin/busybox
    ln -s busybox /opt/jail/bin/sh
    mount --bind /etc/kubernetes /opt/jail/settings
}

cleanup() {
    umount /opt/jail/settings
    rm -rf /opt/jail
}

#### act
chroot /opt/jail /bin/sh -c 'echo x > /settings/manifests/evil.yaml'
chroot /opt/jail /bin/sh -c 'cd /settings; echo x > kubelet.conf'
chroot /opt/jail /bin/sh -c 'echo x > /etc/kubernetes/manifests/jailed.yaml'
