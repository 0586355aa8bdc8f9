# what: a directory below the watched one is prepared, and takes the manifests' place; what is in it appears there. What is in the old one is no longer a manifest
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/evil.yaml
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/manifests/evil.yaml
# live: yes

cleanup() {
    rm -rf /etc/kubernetes/old
}

#### act
mkdir /etc/kubernetes/staging
cat intruder.yaml > /etc/kubernetes/staging/evil.yaml
mv /etc/kubernetes/manifests /etc/kubernetes/old
mv /etc/kubernetes/staging /etc/kubernetes/manifests
echo '# more' >> /etc/kubernetes/old/etcd.yaml
echo '# more' >> /etc/kubernetes/manifests/evil.yaml
