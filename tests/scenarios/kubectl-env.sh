# what: through env: the same process, so the parent is the shell
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: yes

#### act
env KUBECONFIG=/root/stolen kubectl --as=x options > /dev/null
