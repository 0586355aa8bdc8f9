# what: a directory renamed by a shell that stands in it, with names that begin there: the kernel tells the working directory as it is called afterwards
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/pki/new
# live: yes

setup() {
    mkdir /opt/key
}

cleanup() {
    rm -rf /opt/key /etc/kubernetes/pki/new
}

#### act
cd /opt/key
mv ../key /etc/kubernetes/pki/new
mv ../new /opt/key
