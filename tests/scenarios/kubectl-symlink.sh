# what: through symbolic links, one of another name: the executable is a kubectl all the same
# expect: kubectl-impersonation exec parent=bash /opt/kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash k --as=x options
# live: yes

setup() {
    ln -s /usr/local/bin/kubectl /opt/kubectl
    ln -s kubectl /usr/local/bin/k
}

cleanup() {
    rm -f /opt/kubectl /usr/local/bin/k
}

#### act
/opt/kubectl --as=x options > /dev/null
k --as=x options > /dev/null
