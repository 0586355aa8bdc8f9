# what: from python: a script given to it, and a one-liner
# expect: kubectl-impersonation exec parent=python3 kubectl --as=x options
# expect: kubectl-impersonation exec parent=python3 kubectl --as=x options
# live: yes
# needs: python3

setup() {
    printf 'import subprocess\nsubprocess.run(["kubectl", "--as=x", "options"], stdout=subprocess.DEVNULL)\n' > /opt/rollout.py
}

cleanup() {
    rm -f /opt/rollout.py
}

#### act
/usr/bin/python3 /opt/rollout.py
cd /usr/bin
./python3 -c 'import os; os.system("exec kubectl --as=x options > /dev/null")'
