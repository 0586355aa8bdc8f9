# what: from fish
# expect: kubectl-impersonation exec parent=fish kubectl --as=fish options
# live: yes
# needs: fish

#### act
fish -c 'kubectl --as=fish options > /dev/null; echo' > /dev/null
