# what: names of more than 15 bytes, which the kernel's own name of the process cuts
# expect: kubectl-impersonation exec parent=a-rather-long-script-name.sh kubectl --as=x options
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name a-rather-long-program-name
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name an-even-longer-program-name
# live: yes

setup() {
    printf '#!/bin/sh\nkubectl --as=x options > /dev/null\ntrue\n' > /opt/a-rather-long-script-name.sh
    chmod 755 /opt/a-rather-long-script-name.sh
    program /tmp/a-rather-long-program-name tee
    program /opt/an-even-longer-program-name tee
}

cleanup() {
    rm -f /opt/a-rather-long-script-name.sh /tmp/a-rather-long-program-name /opt/an-even-longer-program-name
}

#### act
/opt/a-rather-long-script-name.sh
echo '# more' | /tmp/a-rather-long-program-name -a /root/.kube/config > /dev/null
echo '# more' | /opt/an-even-longer-program-name -a /root/.kube/config > /dev/null
