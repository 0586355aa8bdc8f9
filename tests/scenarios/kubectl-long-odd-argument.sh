# what: the same in hex, split in the middle of a UTF-8 sequence
# expect: kubectl-impersonation exec parent=bash kubectl options éééééééééééééééééééééééééééééééééééééééééé…
# live: yes

#### act
kubectl options "$(printf 'é%.0s' {1..10000})" --as=x > /dev/null
