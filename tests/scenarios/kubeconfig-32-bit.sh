# what: appended to by a program that uses the 32-bit system calls
# expect: kubeconfig-file-activity modification /root/.kube/config
# live: no, needs a kernel with 32-bit system calls

setup() {
    # 155 bytes of ELF: open(5) for appending, write(4), exit(1) through int 0x80.
    base64 -d > /opt/append32 << 'END'
f0VMRgEBAQAAAAAAAAAAAAIAAwABAAAAVIAECDQAAACsAAAAAAAAADQAIAABACgAAwACAAEAAABU
AAAAVIAECFSABAhHAAAARwAAAAcAAAABAAAAuAUAAAC7gYAECLkBBAAAzYCJw7gEAAAAuZSABAi6
BwAAAM2AuAEAAAAx282AL3Jvb3QvLmt1YmUvY29uZmlnACMgbW9yZQo=
END
    chmod 755 /opt/append32
}

cleanup() {
    rm -f /opt/append32
}

#### act
/opt/append32
