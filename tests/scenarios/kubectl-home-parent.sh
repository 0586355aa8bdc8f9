# what: from programs in /root and in a user's home
# expect: kubectl-impersonation exec parent=helper kubectl --as=x options
# expect: kubectl-impersonation exec parent=tool kubectl --as=x options
# live: yes

setup() {
    mkdir -p /home/alice/bin
    program /root/helper timeout
    program /home/alice/bin/tool timeout
}

cleanup() {
    rm -rf /root/helper /home/alice/bin
}

#### act
/root/helper 60 kubectl --as=x options > /dev/null
cd /home/alice
bin/tool 60 kubectl --as=x options > /dev/null
