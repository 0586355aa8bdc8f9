# what: appended to by python, from a directory above
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: yes
# needs: python3

#### act
cd /root
/usr/bin/python3 -c 'open(".kube/config", "a").write("# more\n")'
