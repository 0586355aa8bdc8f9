# what: audit rules that leave out the titles, then the working directories, and let them come again: what a rule leaves out is not missing
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/a.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/b.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/c.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/d.yaml
# live: no, needs rules of its own

#### act
manifests=/etc/kubernetes/manifests
sh -c ": > $manifests/a.yaml"
auditctl -a always,exclude -F msgtype=PROCTITLE
sh -c ": > $manifests/b.yaml"
auditctl -d always,exclude -F msgtype=PROCTITLE
auditctl -a always,exclude -F msgtype=CWD
sh -c ": > $manifests/c.yaml"
auditctl -d always,exclude -F msgtype=CWD
sh -c ": > $manifests/d.yaml"
