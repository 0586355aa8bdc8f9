# what: by a descriptor, in directories that earlier records paired with their names: one made, one made and renamed
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/new
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/new/eve.key
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/pki/moved
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/moved/mallory.key
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -rf /opt/at /etc/kubernetes/pki/{new,moved,staging}
}

#### act
mkdir /etc/kubernetes/pki/new
/opt/at /etc/kubernetes/pki/new write eve.key
mkdir /etc/kubernetes/staging
mv -T /etc/kubernetes/staging /etc/kubernetes/pki/moved
/opt/at /etc/kubernetes/pki/moved write mallory.key
