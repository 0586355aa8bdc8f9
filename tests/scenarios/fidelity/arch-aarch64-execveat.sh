# what: kubectl executed by its descriptor alone (execveat), on aarch64, by a program of the machine's own and by a 32-bit one
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=y options
# live: no, needs a machine of its own
# machine: aarch64
# needs: arm-linux-gnueabihf-gcc

setup() {
    compiled /opt/byfd byfd
    CC=arm-linux-gnueabihf-gcc compiled /opt/byfd32 byfd
}

cleanup() {
    rm -f /opt/byfd /opt/byfd32
}

#### act
/opt/byfd /usr/local/bin/kubectl kubectl --as=x options > /dev/null
/opt/byfd32 /usr/local/bin/kubectl kubectl --as=y options > /dev/null
