# what: from sh
# expect: kubectl-impersonation exec parent=sh kubectl --as=sh options
# live: yes
# needs: sh

#### act
sh -c 'kubectl --as=sh options > /dev/null; echo' > /dev/null
