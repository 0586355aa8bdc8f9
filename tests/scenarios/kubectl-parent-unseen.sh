# what: from a program whose start no rule reports: unknown in replay
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# live: no, a live plugin finds xargs in /proc and does not alert

#### act
echo options | xargs kubectl --as=x > /dev/null
