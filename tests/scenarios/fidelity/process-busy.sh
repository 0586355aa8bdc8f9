# what: subshells, pipes and droppers at once on all processors, forks reported: the records of different events interleave
# expect: kubectl-impersonation exec parent=bash kubectl --as=mallory options
# expect: kubectl-impersonation exec parent=updater kubectl --as=mallory options
# live: no, needs rules of its own
# rules: -a always,exit -F arch=b64 -F exe=/usr/bin/bash -S clone,clone3,fork,vfork,exit,exit_group -F key=forks

setup() {
    program /tmp/updater timeout
}

cleanup() {
    rm -f /tmp/updater
}

#### act
busy() {
  for i in {1..3}; do
    (true; (true; sh -c true probe $i); true) | (read -r x; true)
    kubectl options > /dev/null
  done
}
busy &
busy &
busy &
busy &
sleep 0.1
(kubectl --as=mallory options; true) | cat > /dev/null
/tmp/updater 60 kubectl --as=mallory options > /dev/null
wait
