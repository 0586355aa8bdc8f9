# what: an argument of 20 kB: its EXECVE record is split; the flag comes after it
# expect: kubectl-impersonation exec parent=bash kubectl options AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA…
# live: yes
# format: enriched raw

#### act
kubectl options "$(printf 'A%.0s' {1..20000})" --as=x > /dev/null
