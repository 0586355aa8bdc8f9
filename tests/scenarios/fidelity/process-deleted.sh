# what: from a program whose file is already gone
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name vanish
# expect: kubectl-impersonation exec parent=vanish kubectl --as=x options
# live: yes

setup() {
    program /tmp/vanish bash
}

cleanup() {
    rm -f /tmp/vanish
}

#### act
/tmp/vanish -c 'rm /tmp/vanish; echo "# more" >> /root/.kube/config; kubectl --as=x options; true' > /dev/null
