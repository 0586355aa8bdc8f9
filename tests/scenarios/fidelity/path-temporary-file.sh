# what: written into a file that has no name, and then linked into the directory. Its opening is recorded under the directory's own name, with the file's inode
# expect: @ kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/evil.yaml
# expect: kubernetes-sensitive-file-activity creation /etc/kubernetes/manifests/named.yaml
# live: yes
# needs: cc
# needs: python3

setup() {
    compiled /opt/at at
}

cleanup() {
    rm -f /opt/at
}

#### act
/opt/at /etc/kubernetes/manifests tmpfile evil.yaml
python3 -c '
import os
fd = os.open("/etc/kubernetes/manifests", os.O_TMPFILE | os.O_WRONLY, 0o644)
here = os.open("/", os.O_PATH)
os.link(f"/proc/self/fd/{fd}", "/etc/kubernetes/manifests/named.yaml", src_dir_fd=here, follow_symlinks=True)
'
