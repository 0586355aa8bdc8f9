# what: from a hidden script
# expect: kubectl-impersonation exec parent=.x kubectl --as=x options
# live: yes

setup() {
    printf '#!/bin/sh\nkubectl --as=x options > /dev/null\ntrue\n' > /opt/.x
    chmod 755 /opt/.x
}

cleanup() {
    rm -f /opt/.x
}

#### act
cd /opt
./.x
