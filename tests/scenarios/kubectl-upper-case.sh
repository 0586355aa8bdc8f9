# what: flags in upper case (kubectl itself refuses them)
# expect: kubectl-impersonation exec parent=bash kubectl --AS=x options
# expect: kubectl-impersonation exec parent=bash kubectl options --ToKen=…
# live: yes

#### act
kubectl --AS=x options > /dev/null 2>&1
kubectl options --ToKen=x > /dev/null 2>&1
