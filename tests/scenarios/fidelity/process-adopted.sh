# what: the process that started it is gone, and another adopts it, of which the records tell the name
# expect: kubectl-impersonation exec parent=spawn kubectl --as=x options
# live: yes
# needs: cc

setup() {
    compiled /tmp/spawn spawn
}

cleanup() {
    rm -f /tmp/spawn
}

#### act
/tmp/spawn adopt kubectl --as=x options > /dev/null
