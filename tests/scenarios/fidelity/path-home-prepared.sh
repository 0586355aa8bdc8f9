# what: a home with a kubeconfig in it takes a user's place: the directory two above the file is renamed
# expect: kubeconfig-file-activity rename /home/eve/.kube/config
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F dir=/srv/new -F perm=wa -F key=elsewhere
# rules: -a always,exit -F arch=b64 -F dir=/home -F perm=wa -F key=elsewhere

setup() {
    mkdir -p /srv/new
}

cleanup() {
    rm -rf /srv/new /home/eve
}

#### act
mkdir /srv/new/eve /srv/new/eve/.kube
cat stolen > /srv/new/eve/.kube/config
mv /srv/new/eve /home/eve
