# what: an overlay file system elsewhere, whose upper layer the directory is: what is written there appears in it, and the kernel reports nothing by rules on the directory
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/under.yaml
# live: no, the kernel reports nothing

setup() {
    mkdir -p /opt/lower /opt/.work
}

cleanup() {
    rm -rf /opt/lower /opt/.work
}

#### act
unshare -m sh -c '
  mount -t overlay none -o lowerdir=/opt/lower,upperdir=/etc/kubernetes,workdir=/opt/.work /mnt
  cp intruder.yaml /mnt/manifests/under.yaml
'
