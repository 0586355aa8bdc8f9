# what: the same, forks and exits of bash reported too
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/bash -S clone,fork,vfork,clone3,exit_group -F key=forks

#### act
(kubectl --as=x options; true) | cat > /dev/null
