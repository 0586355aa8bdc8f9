# what: a package that ships a manifest, installed by dpkg
# live: yes
# needs: dpkg

setup() {
    local tree
    tree=$(mktemp -d)
    mkdir -p "$tree/DEBIAN" "$tree/etc/kubernetes/manifests"
    printf 'Package: node-agent\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: a manifest\n' > "$tree/DEBIAN/control"
    pod agent > "$tree/etc/kubernetes/manifests/agent.yaml"
    dpkg-deb --build "$tree" /root/node-agent.deb > /dev/null
    rm -r "$tree"
}

cleanup() {
    dpkg --purge node-agent > /dev/null
    rm -f /root/node-agent.deb
}

#### act
dpkg -i /root/node-agent.deb > /dev/null
