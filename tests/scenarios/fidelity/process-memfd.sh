# what: run from memory, without a file: kubectl itself, kubectl's parent, and one who writes. Their names begin with memfd:, every execution is reported
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=memfd:updater kubectl --as=x options
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name memfd:tee
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
/opt/memfd /usr/local/bin/kubectl kubectl --as=x options > /dev/null
/opt/memfd /usr/bin/timeout updater 60 kubectl --as=x options > /dev/null
/opt/memfd /usr/bin/tee tee -a /root/.kube/config <<< '# more' > /dev/null
