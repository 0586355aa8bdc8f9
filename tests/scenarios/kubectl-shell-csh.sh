# what: from csh
# expect: kubectl-impersonation exec parent=csh kubectl --as=csh options
# live: yes
# needs: csh

#### act
csh -f -c 'kubectl --as=csh options > /dev/null; echo' > /dev/null
