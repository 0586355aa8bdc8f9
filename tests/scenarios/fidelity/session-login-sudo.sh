# what: alice logs in, and acts as root through sudo
# expect: kubeconfig-file-activity modification /root/.kube/config
# expect: + process.name tee
# expect: + user.name root
# expect: + user.audit.name alice
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: + user.name root
# expect: + user.audit.name alice
# live: yes
# needs: sudo

setup() {
    echo 'alice ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/scenario
}

cleanup() {
    rm -f /etc/sudoers.d/scenario
}

#### act
bash -c '
  echo 4242 > /proc/self/loginuid
  su -l alice -c "echo more | sudo -n tee -a /root/.kube/config; sudo -n bash -c \"kubectl --as=x options; true\"; true"
' > /dev/null
