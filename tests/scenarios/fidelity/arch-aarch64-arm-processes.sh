# what: kubectl started by a 32-bit arm program on aarch64, by its fork and clone3, and by its threads
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: no, needs a machine of its own
# machine: aarch64
# format: raw
# rules: -a always,exit -F arch=b32 -F exe=/tmp/spawn -S clone,clone3,fork,vfork,exit,exit_group -F key=forks
# needs: arm-linux-gnueabihf-gcc

setup() {
    CC=arm-linux-gnueabihf-gcc compiled /tmp/spawn spawn
}

cleanup() {
    rm -f /tmp/spawn
}

#### act
/tmp/spawn between-fork kubectl --as=x options > /dev/null
/tmp/spawn between-clone3 kubectl --as=x options > /dev/null
/tmp/spawn thread kubectl --as=x options > /dev/null
/tmp/spawn thread-exec kubectl --as=x options > /dev/null
