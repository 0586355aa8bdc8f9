# what: from bash
# expect: kubectl-impersonation exec parent=bash kubectl --as=bash options
# live: yes
# needs: bash

#### act
bash -c 'kubectl --as=bash options > /dev/null; echo' > /dev/null
