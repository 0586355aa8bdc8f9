# what: an unprivileged user's writes, refused
# live: yes

#### act
setpriv --reuid=alice --regid=alice --clear-groups bash -c '
  cd /etc/kubernetes/manifests
  echo x > evil.yaml
  echo x >> etcd.yaml
  mkdir evil
  rm -f etcd.yaml
  mv etcd.yaml evil.yaml
  ln -s /tmp evil
' 2>/dev/null
