# what: vi opens a manifest and quits: only its swap file comes and goes
# live: yes
# needs: vi

#### act
vi -T dumb -i NONE -c ':qa!' /etc/kubernetes/manifests/etcd.yaml < /dev/null > /dev/null 2>&1
