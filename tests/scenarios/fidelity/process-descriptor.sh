# what: programs executed by a descriptor's name in /proc and /dev: they are named after their files
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash /proc/self/fd/4 --as=y options
# expect: kubectl-impersonation exec parent=bash /dev/fd/4 --as=z options
# live: yes

#### act
exec 3< /usr/bin/bash 4< /usr/local/bin/kubectl
/proc/self/fd/3 -c 'kubectl --as=x options; true' > /dev/null
/proc/self/fd/4 --as=y options > /dev/null
/dev/fd/4 --as=z options > /dev/null
