# what: from a subshell in a pipeline: a fork that no rule reports, unknown in replay
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# expect: % process.parent.name bash
# live: yes

#### act
(kubectl --as=x options; true) | cat > /dev/null
