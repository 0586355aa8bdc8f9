# what: from a script that env starts: the same process executes first env, under the script's name, and then bash
# expect: kubectl-impersonation exec parent=bash kubectl --as=x options
# expect: kubectl-impersonation exec parent=python3 kubectl --as=x options
# live: yes
# needs: python3

setup() {
    printf '#!/usr/bin/env bash\nkubectl --as=x options > /dev/null\ntrue\n' > /opt/rollout
    printf '#!/usr/bin/env python3\nimport subprocess\nsubprocess.run(["kubectl", "--as=x", "options"], stdout=subprocess.DEVNULL)\n' > /opt/deploy
    chmod 755 /opt/rollout /opt/deploy
}

cleanup() {
    rm -f /opt/rollout /opt/deploy
}

#### act
/opt/rollout
/opt/deploy
