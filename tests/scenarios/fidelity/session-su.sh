# what: on a terminal root starts kubectl, and then becomes alice, whose shell starts it: who logged in is another than who acts
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: + user.name root
# expect: + user.audit.name root
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: + user.name alice
# expect: + user.audit.name root
# live: yes
# needs: script

#### act
script -qec "kubectl --as=x options; su -l alice -c 'kubectl --as=x options; true'" /dev/null < /dev/null > /dev/null
