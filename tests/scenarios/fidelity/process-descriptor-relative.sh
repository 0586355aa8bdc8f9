# what: programs executed by a descriptor's relative name, as standard input and as a mapped file: they are named after their files
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash ./4 --as=y options
# expect: + process.name kubectl
# expect: kubectl-impersonation exec parent=bash /dev/stdin --as=z options
# expect: + process.name kubectl
# expect: kubectl-impersonation exec parent=bash kubectl --as=mapped options
# live: yes

#### act
exec 3< /usr/bin/bash 4< /usr/local/bin/kubectl
cd /proc/$$/fd
./3 -c 'kubectl --as=x options; true' > /dev/null
./4 --as=y options > /dev/null
/dev/stdin --as=z options < /usr/local/bin/kubectl > /dev/null
/proc/$$/map_files/$(sed -n 's/ .* \/usr\/bin\/bash$//p; q' /proc/$$/maps | sed 's/^0*//; s/-0*/-/') -c 'kubectl --as=mapped options; true' > /dev/null
