# what: from scripts whose own names tell nothing: run by name, the parent is named after the script though it is bash or python
# expect: kubectl-impersonation exec parent=deploy kubectl --as=x options
# expect: kubectl-impersonation exec parent=rollout.py kubectl --as=x options
# live: yes
# needs: python3

setup() {
    printf '#!/bin/bash\nkubectl --as=x options > /dev/null\ntrue\n' > /opt/deploy
    printf '#!/usr/bin/python3\nimport subprocess\nsubprocess.run(["kubectl", "--as=x", "options"], stdout=subprocess.DEVNULL)\n' > /opt/rollout.py
    chmod 755 /opt/deploy /opt/rollout.py
}

cleanup() {
    rm -f /opt/deploy /opt/rollout.py
}

#### act
cd /opt
./deploy
./rollout.py
