# what: in a container as containerd runs it, the host's /etc/kubernetes mounted as a hostPath volume
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: % container.id 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
# expect: @ kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: % container.id 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
# expect: @ kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: % container.id 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
# expect: @ kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/renamed.yaml
# expect: % container.id 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
# live: yes
# needs: runc

setup() {
    container /opt/box "/kubepods.slice/cri-containerd-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope" \
        'cd /host/etc/kubernetes/manifests; echo x > evil.yaml; echo "# more" >> ../admin.conf; mv evil.yaml renamed.yaml' \
        /etc/kubernetes /host/etc/kubernetes
}

cleanup() {
    container_gone /opt/box
}

#### act
runc run --bundle /opt/box box
