# what: two nodes in one stream: a pid and an inode number of the one are another process and another directory on the other
# format: nodes
# expect: kubernetes-sensitive-file-activity rename /etc/kubernetes/pki/new
# expect: + host.name worker-1
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/pki/new/eve.key
# expect: + host.name worker-1
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# expect: + host.name worker-2
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: + host.name worker-1
# live: no, one host has one name
# needs: cc

setup() {
    compiled /opt/at at
    compiled /opt/aspid aspid
    mkdir -p /etc/kubernetes/staging
}

cleanup() {
    rm -f /opt/at /opt/aspid
    # The next node's directory is this one's again.
    mv -T /etc/kubernetes/pki/new /etc/kubernetes/staging || rm -r /etc/kubernetes/other
}

#### act
if [ $NODE = worker-1 ]; then
  mv -T /etc/kubernetes/staging /etc/kubernetes/pki/new
  /opt/at /etc/kubernetes/pki/new write eve.key
  /opt/aspid 28021 bash -c 'kubectl --as=x options; true' > /dev/null
else
  mv -T /etc/kubernetes/staging /etc/kubernetes/other
  /opt/at /etc/kubernetes/other write eve.key
  /opt/aspid 28021 timeout 60 kubectl --as=x options > /dev/null
fi
