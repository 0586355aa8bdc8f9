# what: edited by sed -i: its own temporary file renamed
# live: yes

#### act
sed -i s/node/other/ /root/.kube/config
