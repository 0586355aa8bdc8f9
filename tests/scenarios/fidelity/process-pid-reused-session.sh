# what: the parent has the pid of a shell that is gone: neither its end nor a start is reported, but it is of a later session
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=unknown kubectl --as=y options
# live: no, /proc shows the parent, of which nothing is to be told
# needs: cc

setup() {
    compiled /opt/aspid aspid
}

cleanup() {
    rm -f /opt/aspid
}

#### act
/opt/aspid 30014 bash -c 'kubectl --as=x options > /dev/null; true'
bash -c 'echo 0 > /proc/self/loginuid; exec /opt/aspid 30014 timeout 60 kubectl --as=y options' > /dev/null
