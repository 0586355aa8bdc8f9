# what: from tcsh
# expect: kubectl-impersonation exec parent=tcsh kubectl --as=tcsh options
# live: yes
# needs: tcsh

#### act
tcsh -f -c 'kubectl --as=tcsh options > /dev/null; echo' > /dev/null
