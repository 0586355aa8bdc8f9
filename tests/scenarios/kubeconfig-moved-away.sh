# what: renamed to a name that is not watched
# live: yes

#### act
mv /root/.kube/config /root/.kube/config.bak
