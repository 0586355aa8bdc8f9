# what: from programs dropped into /tmp, /var/tmp and /dev/shm
# expect: kubectl-impersonation exec parent=updater kubectl --as=x options
# expect: kubectl-impersonation exec parent=updater2 kubectl --as=x options
# expect: kubectl-impersonation exec parent=updater3 kubectl --as=x options
# live: yes

setup() {
    program /tmp/updater timeout
    program /var/tmp/updater2 timeout
    program /dev/shm/updater3 timeout
}

cleanup() {
    rm -f /tmp/updater /var/tmp/updater2 /dev/shm/updater3
}

#### act
/tmp/updater 60 kubectl --as=x options > /dev/null
cd /var/tmp
./updater2 60 kubectl --as=x options > /dev/null
/dev/shm/updater3 60 kubectl --as=x options > /dev/null
