# shellcheck shell=bash
# Sourced by `run`: the host on which every scenario is played. It stands for a
# small node: kubeconfigs, static pod manifests and keys, a user alice, and a
# kubectl that is a plain file. What of it existed before is set aside and put
# back, see host_setup and host_cleanup.

taken=(/root/.kube /etc/kubernetes /home/alice /var/lib/kubelet
       /usr/bin/kubeadm /usr/bin/kubelet /usr/local/bin/kubectl)
aside=/var/lib/audisp-kube-scenarios # what existed before, under its own path

# Once, before the first scenario (and before audit rules are loaded: a rule on
# a directory is bound to that very directory).
host_setup() {
    [[ ! -e $aside ]] || { echo "run: $aside exists: run host-cleanup first" >&2; return 1; }
    [[ ! -e /var/lib/kubelet/pods ]] || { echo "run: this is a live Kubernetes node" >&2; return 1; }
    local path
    mkdir -m 700 "$aside"
    for path in "${taken[@]}"; do
        [[ -e $path || -L $path ]] || continue
        mkdir -p "$aside${path%/*}"
        mv -T "$path" "$aside$path"
    done
    if ! id alice >/dev/null 2>&1; then
        touch "$aside/made-alice"
        useradd --uid 4242 --user-group --no-create-home --home-dir /home/alice --shell /bin/bash alice
    fi
    # kubectl is often a symbolic link into an SDK or to k3s; the scenarios want
    # the plain file that a node's package installs.
    local kubectl
    kubectl=$(PATH=${PATH#/usr/local/bin:} type -P kubectl) && cp -L "$(readlink -f "$kubectl")" /usr/local/bin/kubectl
    reset
}

# Before each scenario. Contents are set anew, directories stay the same inodes.
reset() {
    mkdir -p /root/.kube /etc/kubernetes/{manifests,pki} /var/lib/kubelet /home/alice/.kube
    find /root/.kube /etc/kubernetes /home/alice -mindepth 1 -not -type d -delete
    rm -f /usr/bin/kubeadm /usr/bin/kubelet
    local file
    for file in /root/.kube/config /home/alice/.kube/config /var/lib/kubelet/kubeconfig \
                /etc/kubernetes/{admin,kubelet}.conf; do
        kubeconfig node >"$file"
        chmod 600 "$file"
    done
    pod etcd >/etc/kubernetes/manifests/etcd.yaml
    echo "not really a key" >/etc/kubernetes/pki/ca.key
    chmod 600 /etc/kubernetes/pki/ca.key
    kubeconfig intruder >/root/stolen
    pod intruder >/root/intruder.yaml
    chown -R alice: /home/alice
}

host_cleanup() {
    [[ -e $aside ]] || return 0
    local path
    rm -rf "${taken[@]}" /root/stolen /root/intruder.yaml
    if [[ -e $aside/made-alice ]]; then userdel alice; fi
    for path in "${taken[@]}"; do
        [[ -e $aside$path || -L $aside$path ]] || continue
        mv -T "$aside$path" "$path"
    done
    rm -rf "$aside"
}

# The audit rules that depend on the host: globs and links, expanded.
host_rules() {
    local path
    for path in /home/*/.kube/config /var/lib/*/kubeconfig; do
        [[ -e $path ]] && watch path="$path" wa audisp-kube-kubeconfig
    done
    path=$(readlink -f /usr/bin/python3) && watch path="$path" x audisp-kube-parent
}

# watch FIELD=PATH PERM KEY: the pair of rules, for both system call tables; in the order that the
# shipped rules tell of.
watch() {
    local arch
    for arch in b64 b32; do
        if [[ $2 == x ]]; then
            echo "-a always,exit -F arch=$arch -S execve -S execveat -F $1 -F key=$3"
        else
            echo "-a always,exit -F $1 -F perm=$2 -F arch=$arch -F key=$3"
        fi
    done
}

# What a plugin learns by stat when it starts: the watched files and directories
# that exist, all of a watched tree, and the directory of each watched file.
identities() {
    local path
    {
        [[ ! -d /etc/kubernetes ]] || find /etc/kubernetes
        for path in /root/.kube/config /home/*/.kube/config /var/lib/*/kubeconfig; do
            [[ ! -e $path ]] || printf '%s\n' "${path%/*}" "$path"
        done
        [[ ! -d /root/.kube ]] || echo /root/.kube
    } | sort -u | while read -r path; do
        # Devices as the kernel's records write them: major:minor in hexadecimal.
        stat -c '%Hd %Ld %i %n' "$path" | { read -r major minor rest && printf '%02x:%02x %s\n' "$major" "$minor" "$rest"; }
    done
}

kubeconfig() { printf 'apiVersion: v1\nkind: Config\nusers:\n- name: %s\n' "$1"; }
pod() { printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\n' "$1"; }

# compiled FILE SOURCE: the C program src/SOURCE.c, built into FILE.
# shellcheck disable=SC2154 # here is run's
compiled() { "${CC:-cc}" -O1 -s -static -o "$1" "$here/src/$2.c"; }

# program NAME SOURCE: a real program under a node component's name, so that the
# kernel reports a process that is really called so.
program() { cp -L "$(readlink -f "$(type -P "$2")")" "$1"; }

# container FOLDER CGROUP COMMAND SOURCE DESTINATION: an OCI bundle of busybox. In
# it /bin/sh runs COMMAND, SOURCE is mounted at DESTINATION, and the cgroup has the
# name that a container runtime gives it.
container() {
    mkdir -p "$1/rootfs/bin"
    cp "$(type -P busybox)" "$1/rootfs/bin/busybox"
    local applet
    for applet in sh mv cat; do ln -s busybox "$1/rootfs/bin/$applet"; done
    runc spec --bundle "$1"
    python3 - "$@" << 'END'
import json, sys
folder, cgroup, command, source, destination = sys.argv[1:]
path = folder + "/config.json"
with open(path) as file:
    config = json.load(file)
config["process"].update(terminal=False, args=["/bin/sh", "-c", command])
config["root"]["readonly"] = False
config["linux"]["cgroupsPath"] = cgroup
config["mounts"].append({"source": source, "destination": destination, "type": "bind", "options": ["rbind", "rw"]})
with open(path, "w") as file:
    json.dump(config, file)
END
}

# container_gone FOLDER: the bundle, and the cgroups that runc left empty.
container_gone() {
    rm -rf "$1"
    find /sys/fs/cgroup -mindepth 2 -depth -type d \
        -regex '.*/\(\(kubepods\|kubepods.slice\|machine.slice\)\(/.*\)?\|system.slice\|docker-.*.scope\)' \
        -exec rmdir {} + 2>/dev/null || true
}
