# what: from find, whose start is reported, which is no shell: alone, and through a shell that it starts
# expect: kubectl-impersonation exec parent=find kubectl --as=y options
# expect: kubectl-impersonation exec parent=sh kubectl --as=z options
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/find -F perm=x -F key=finders

#### act
find /etc/hostname -exec kubectl --as=x options \; > /dev/null
find /etc/hostname -exec sh -c 'exec kubectl --as=y options' \; > /dev/null
find /etc/hostname -exec sh -c 'kubectl --as=z options; true' \; > /dev/null
