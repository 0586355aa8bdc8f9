# what: the flag after the sub-command, by absolute path
# expect: kubectl-impersonation exec parent=bash /usr/local/bin/kubectl options --as=x
# live: yes

#### act
/usr/local/bin/kubectl options --as=x > /dev/null
