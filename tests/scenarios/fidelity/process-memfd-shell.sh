# what: from a shell that runs from memory, under another name, every execution is reported
# expect: kubectl-impersonation exec parent=memfd:updater kubectl --as=x options
# live: no, needs a rule of its own
# rules: -a always,exit -F arch=b64 -S execve,execveat -F key=executions
# needs: cc

setup() {
    compiled /opt/memfd memfd
}

cleanup() {
    rm -f /opt/memfd
}

#### act
/opt/memfd /usr/bin/bash updater -c 'kubectl --as=x options; true' > /dev/null
