# what: from a program among droppers whose path is longer than the kernel tells (PATH_MAX), and written by one that is called kubeadm there
# expect: kubectl-impersonation exec parent=updater kubectl --as=x options
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/deep.yaml
# live: yes

cleanup() {
    rm -rf /tmp/deep
}

#### act
mkdir /tmp/deep
cd /tmp/deep
name=$(printf 'd%.0s' {1..250})
for i in {1..17}; do mkdir $name; cd -P $name 2> /dev/null || cd ./$name; done
cp /usr/bin/timeout updater
cp /usr/bin/tee kubeadm
./updater 60 kubectl --as=x options > /dev/null
./kubeadm /etc/kubernetes/manifests/deep.yaml < /root/intruder.yaml > /dev/null
