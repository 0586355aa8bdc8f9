# what: an overlay file system laid over the directory: what is then written under the watched name is the overlay's, with device and inode of its own; and a later overlay elsewhere, which gets the same device number
# expect: kubernetes-sensitive-file-activity mounted /etc/kubernetes
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/over.yaml
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/cp -S openat -F key=elsewhere

setup() {
    mkdir -p /opt/merged
    mount -t tmpfs none /opt/merged
    mkdir -p /opt/merged/{upper,work,root/manifests}
}

cleanup() {
    umount /opt/merged
    rm -rf /opt/merged
}

#### act
unshare -m sh -c '
  mount -t overlay none -o lowerdir=/etc/kubernetes,upperdir=/opt/merged/upper,workdir=/opt/merged/work /etc/kubernetes
  cp intruder.yaml /etc/kubernetes/manifests/over.yaml
'
unshare -m sh -c '
  mount -t overlay none -o lowerdir=/opt/merged/root,upperdir=/opt/merged/upper,workdir=/opt/merged/work /mnt
  cp intruder.yaml /mnt/manifests/elsewhere.yaml
'
