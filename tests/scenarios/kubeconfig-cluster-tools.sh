# what: minikube, kind and vcluster write the user's kubeconfig, as they do when they make a cluster
# live: yes

setup() {
    for name in minikube kind vcluster; do program /usr/local/sbin/$name dd; done
}

cleanup() {
    rm -f /usr/local/sbin/{minikube,kind,vcluster}
}

#### act
minikube if=/root/stolen of=/root/.kube/config status=none
kind if=/root/stolen of=/root/.kube/config status=none
vcluster if=/root/stolen of=/home/alice/.kube/config status=none
