# what: through programs that run others: those that execute in place leave the shell as the parent; sudo, xargs and timeout become it, and are no shells
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: no, needs rules of its own
# needs: sudo
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/sudo -F perm=x -F key=wrappers
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/xargs -F perm=x -F key=wrappers
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/timeout -F perm=x -F key=wrappers

#### act
env A=1 kubectl --as=x options > /dev/null
nohup kubectl --as=x options > /dev/null
setsid kubectl --as=x options > /dev/null
nice -n 5 kubectl --as=x options > /dev/null
echo options | xargs kubectl --as=x > /dev/null
timeout 60 kubectl --as=x options > /dev/null
sudo -n kubectl --as=x options > /dev/null
