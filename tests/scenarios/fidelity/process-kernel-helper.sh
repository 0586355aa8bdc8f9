# what: a program that the kernel itself starts when another crashes: no system call starts it, its parent is a kernel thread, and it is in no login session
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name crash-handler
# expect: % process.parent.name kthreadd
# expect: kubectl-impersonation exec parent=crash-handler /usr/local/bin/kubectl --as=x options
# expect: + process.parent.executable /usr/bin/bash
# live: no, what the kernel starts is in no session
# unsessioned: crash-handler kubectl

setup() {
    printf '%s\n' '#!/bin/bash' 'echo "#" >> /root/.kube/config' \
        '/usr/local/bin/kubectl --as=x options > /dev/null; true' > /opt/crash-handler
    chmod +x /opt/crash-handler
    cat /proc/sys/kernel/core_pattern > /opt/core_pattern
    echo '|/opt/crash-handler' > /proc/sys/kernel/core_pattern
}

cleanup() {
    if [[ -e /opt/core_pattern ]]; then cat /opt/core_pattern > /proc/sys/kernel/core_pattern; fi
    rm -f /opt/core_pattern /opt/crash-handler
}

#### act
bash -c 'kill -SEGV $$'
sleep 1
