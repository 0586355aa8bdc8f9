# what: writes that are refused: attempts only
# live: yes

#### act
setpriv --reuid=alice --regid=alice --clear-groups bash -c '
  echo x >> /root/.kube/config
  echo x >> /etc/kubernetes/admin.conf
  mv /root/stolen /etc/kubernetes/admin.conf
  chmod 666 /etc/kubernetes/admin.conf
' 2>/dev/null
