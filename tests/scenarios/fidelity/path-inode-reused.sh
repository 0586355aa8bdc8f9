# what: a directory removed, and another made beside it that gets its inode number: what is written there is not the old directory's
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/gone
# live: yes
# needs: cc

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -rf /opt/at /etc/kubernetes/reuse
}

#### act
mkdir /etc/kubernetes/pki/gone
inode=$(stat -c %i /etc/kubernetes/pki/gone)
rmdir /etc/kubernetes/pki/gone
mkdir /etc/kubernetes/reuse
[ $(stat -c %i /etc/kubernetes/reuse) = $inode ] && echo reused
/opt/at /etc/kubernetes/reuse write eve.key
