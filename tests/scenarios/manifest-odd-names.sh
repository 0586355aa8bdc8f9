# what: names with a space, quotes, a backslash, a newline, UTF-8 and bytes that are not UTF-8
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/with space.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/\"quoted\" 'single'.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/back\\slash.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/new\nline.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/ingénieur-日本.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/caf�.yaml
# live: yes
# format: enriched raw

#### act
cd /etc/kubernetes/manifests
echo x > 'with space.yaml'
echo x > "\"quoted\" 'single'.yaml"
echo x > 'back\slash.yaml'
echo x > $'new\nline.yaml'
echo x > ingénieur-日本.yaml
echo x > $'caf\xe9.yaml'
