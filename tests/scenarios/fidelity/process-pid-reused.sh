# what: the parent has the pid of a shell that is gone, and whose end is reported
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/bash -S exit_group -F key=ends
# needs: cc

setup() {
    compiled /opt/aspid aspid
}

cleanup() {
    rm -f /opt/aspid
}

#### act
/opt/aspid 30011 bash -c 'kubectl --as=x options > /dev/null; true'
/opt/aspid 30011 timeout 60 kubectl --as=x options > /dev/null
