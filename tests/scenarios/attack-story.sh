# what: an intrusion from the first dropped file to persistence, while the node goes on with its work
# expect: kubectl-impersonation exec parent=.font-cache kubectl --kubeconfig /var/tmp/.k options
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/kube-system-agent.yaml
# expect: kubernetes-sensitive-file-activity changed-file-permissions-of /etc/kubernetes/pki/ca.key
# expect: kubectl-impersonation exec parent=deploy.sh kubectl --as=system:admin --as-group=system:masters options
# expect: kubeconfig-file-activity rename /root/.kube/config
# expect: kubeconfig-file-activity modification /home/alice/.kube/config
# expect: kubeconfig-file-activity modification /etc/kubernetes/admin.conf
# expect: kubernetes-sensitive-file-activity modification /etc/kubernetes/admin.conf
# expect: kubectl-impersonation exec parent=python3 kubectl --token=…
# live: yes
# needs: perl
# needs: python3

setup() {
    program /usr/bin/kubeadm perl
    program /usr/bin/kubelet dd
    printf '#!/bin/bash\nkubectl --as=system:admin --as-group=system:masters options > /dev/null\ntrue\n' > /var/tmp/deploy.sh
    chmod 755 /var/tmp/deploy.sh
}

cleanup() {
    rm -f /tmp/.font-cache /var/tmp/.k /var/tmp/deploy.sh
}

#### act
# The node at work: the kubelet refreshes its kubeconfig, kubeadm renews the
# administrator's, somebody looks around with kubectl.
kubelet if=/etc/kubernetes/kubelet.conf of=/var/lib/kubelet/kubeconfig status=none
kubeadm -e 'open(my $f, ">>", "/etc/kubernetes/admin.conf") or die; print $f "# renewed\n"'
kubectl options > /dev/null
sed -i s/node/first/ /home/alice/.kube/config

# The intruder drops a tool and collects what can be read.
cp /usr/bin/timeout /tmp/.font-cache
/tmp/.font-cache 30 sh -c 'cat /root/.kube/config /etc/kubernetes/admin.conf > /var/tmp/.k; ls /etc/kubernetes/pki' > /dev/null
setpriv --reuid=alice --regid=alice --clear-groups bash -c 'echo "# mine" >> /etc/kubernetes/admin.conf' 2> /dev/null
sleep 0.3

# The stolen kubeconfig is tried.
/tmp/.font-cache 30 kubectl --kubeconfig /var/tmp/.k options > /dev/null

kubelet if=/etc/kubernetes/kubelet.conf of=/var/lib/kubelet/kubeconfig status=none

# A static pod for persistence, through a relative name; a key made readable.
cd /etc/kubernetes/pki
cat /root/intruder.yaml > ../manifests/kube-system-agent.yaml
chmod 644 ca.key
sleep 0.3

# A script that acts as somebody else.
cd /var/tmp
./deploy.sh

# Other people's kubeconfigs are replaced or extended.
cp /root/stolen /root/.kube/.new
mv -f /root/.kube/.new /root/.kube/config
/usr/bin/python3 -c 'open("/home/alice/.kube/config", "a").write("# backdoor\n")'
tee -a /etc/kubernetes/admin.conf < /root/stolen > /dev/null
kubeadm -e 'rename "/etc/kubernetes/kubelet.conf.tmp", "/etc/kubernetes/kubelet.conf"; open(my $f, ">>", "/etc/kubernetes/manifests/etcd.yaml") or die'
/usr/bin/python3 -c 'import subprocess; subprocess.run(["kubectl", "--token=eyJhbGciOiJub25lIn0.e30.", "options"], stdout=subprocess.DEVNULL)'

# Traces removed.
rm -f /tmp/.font-cache /var/tmp/.k /var/tmp/deploy.sh
