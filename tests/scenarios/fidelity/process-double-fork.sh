# what: a subshell whose shell is gone executes kubectl in its own place, as a child of process 1, of which no log tells the name
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# expect: kubectl-impersonation exec parent=unknown kubectl --as=y options
# live: no, process 1 has another name on every host
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/bash -S clone,clone3,fork,vfork,exit,exit_group -F key=forks

#### act
bash -c '(sleep 0.3; exec kubectl --as=x options) & true' > /dev/null
sleep 1
bash -c 'setsid bash -c "(sleep 0.3; exec kubectl --as=y options) & true"' > /dev/null
sleep 1
