# what: impersonation, both ways to write the flag
# expect: kubectl-impersonation exec parent=bash kubectl --as=system:admin options
# expect: kubectl-impersonation exec parent=bash kubectl --as system:admin options
# live: yes
# format: enriched raw

#### act
kubectl --as=system:admin options > /dev/null
kubectl --as system:admin options > /dev/null
