# what: from zsh
# expect: kubectl-impersonation exec parent=zsh kubectl --as=zsh options
# live: yes
# needs: zsh

#### act
zsh -f -c 'kubectl --as=zsh options > /dev/null; echo' > /dev/null
