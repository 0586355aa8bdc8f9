# what: from dash
# expect: kubectl-impersonation exec parent=dash kubectl --as=dash options
# live: yes
# needs: dash

#### act
dash -c 'kubectl --as=dash options > /dev/null; echo' > /dev/null
