# what: kubectl without such a flag
# live: yes

#### act
kubectl options > /dev/null
kubectl version --client > /dev/null
kubectl options -- as=x as -as=x assume > /dev/null
kubectl options --namespace=kube-system --v=0 > /dev/null
