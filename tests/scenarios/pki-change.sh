# what: a key replaced, another made world-readable, a directory made
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/pki/ca.key
# expect: kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/pki/ca.key
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/users
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/users/eve.key
# live: yes

cleanup() {
    rm -r /etc/kubernetes/pki/users
}

#### act
cp /root/stolen /etc/kubernetes/pki/ca.key
chmod 644 /etc/kubernetes/pki/ca.key
mkdir /etc/kubernetes/pki/users
echo x > /etc/kubernetes/pki/users/eve.key
