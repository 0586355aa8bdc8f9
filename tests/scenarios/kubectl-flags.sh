# what: each flag that carries another identity
# expect: kubectl-impersonation exec parent=bash kubectl --as-group=system:masters --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as-uid=7 options
# expect: kubectl-impersonation exec parent=bash kubectl --token=…
# expect: kubectl-impersonation exec parent=bash kubectl --kubeconfig=/root/stolen options
# expect: kubectl-impersonation exec parent=bash kubectl --kubeconfig /root/stolen options
# live: yes

#### act
kubectl --as-group=system:masters --as=x options > /dev/null
kubectl --as-uid=7 options > /dev/null
kubectl --token=abcdef options > /dev/null
kubectl --kubeconfig=/root/stolen options > /dev/null
kubectl --kubeconfig /root/stolen options > /dev/null
