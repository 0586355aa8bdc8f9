# what: vi saves a manifest: written anew; its probe and backup files need not count
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/etcd.yaml
# expect: kubernetes-sensitive-file-activity changed-file-attributes-of /etc/kubernetes/manifests/etcd.yaml
# may: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/4913
# may: kubernetes-sensitive-file-activity changed-file-ownership-of /etc/kubernetes/manifests/4913
# may: kubernetes-sensitive-file-activity rename /etc/kubernetes/manifests/etcd.yaml~
# may: kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/manifests/etcd.yaml
# live: yes
# needs: vi

#### act
vi -T dumb -i NONE -c ':1s/v1/v2/' -c ':wq' /etc/kubernetes/manifests/etcd.yaml < /dev/null > /dev/null 2>&1
