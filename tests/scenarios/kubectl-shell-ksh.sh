# what: from ksh
# expect: kubectl-impersonation exec parent=ksh kubectl --as=ksh options
# live: yes
# needs: ksh

#### act
ksh -c 'kubectl --as=ksh options > /dev/null; echo' > /dev/null
