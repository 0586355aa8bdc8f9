# what: kubectl in a container as docker runs it: its shell is the container's own, whose start no rule reports
# expect: kubectl-impersonation exec parent=unknown /usr/local/bin/kubectl --as=x options
# expect: % process.parent.name sh
# expect: % container.id fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210
# live: yes
# needs: runc

setup() {
    container /opt/box "/system.slice/docker-fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210.scope" \
        '/usr/local/bin/kubectl --as=x options > /dev/null; true' \
        /usr/local/bin/kubectl /usr/local/bin/kubectl
}

cleanup() {
    container_gone /opt/box
}

#### act
runc run --bundle /opt/box box
