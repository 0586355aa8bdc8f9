# what: kubectl that cannot be executed, or is not there: attempts only
# live: yes

setup() {
    mkdir -p /opt/bin
    touch /tmp/kubectl
    echo x > /var/tmp/kubectl
    chmod 700 /var/tmp/kubectl
}

cleanup() {
    rm -rf /opt/bin/kubectl /tmp/kubectl /var/tmp/kubectl
    rmdir --ignore-fail-on-non-empty /opt/bin
}

#### act
/opt/bin/kubectl --as=x options 2> /dev/null
/tmp/kubectl --as=x options 2> /dev/null
/usr/local/bin/kubectl/ --as=x options 2> /dev/null
setpriv --reuid=alice --regid=alice --clear-groups bash -c '/var/tmp/kubectl --as=x options; true' 2> /dev/null
