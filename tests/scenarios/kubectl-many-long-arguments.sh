# what: 300 arguments of 100 bytes: split between arguments
# expect: kubectl-impersonation exec parent=bash kubectl options --as=x BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB…
# live: yes

#### act
arguments=()
for i in {1..300}; do arguments+=("$(printf 'B%.0s' {1..100})"); done
kubectl options --as=x "${arguments[@]}" > /dev/null
