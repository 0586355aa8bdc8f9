# what: from deploy.sh, by name and as an argument of bash
# expect: kubectl-impersonation exec parent=deploy.sh kubectl --as=x options
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# live: yes

setup() {
    printf '#!/bin/bash\nkubectl --as=x options > /dev/null\ntrue\n' > /opt/deploy.sh
    chmod 755 /opt/deploy.sh
}

cleanup() {
    rm -f /opt/deploy.sh
}

#### act
cd /opt
./deploy.sh
bash deploy.sh
