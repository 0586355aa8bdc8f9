# what: from every kind of child that bash makes of itself: subshell, substitution, pipe, background; forks reported
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/bash -S clone,clone3,fork,vfork,exit,exit_group -F key=forks

#### act
(kubectl --as=x options; true) | cat > /dev/null
x=$( (kubectl --as=x options; true); true)
cat <(kubectl --as=x options; true) > /dev/null
{ kubectl --as=x options; true; } > /dev/null &
wait
( ( (kubectl --as=x options; true); true); true) > /dev/null
