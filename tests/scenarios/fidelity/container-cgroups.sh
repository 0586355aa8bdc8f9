# what: kubectl in containers, in the cgroups that the runtimes make for them: containerd's (cgroupfs), CRI-O's, podman's, and containerd's in cgroup v2
# expect: kubectl-impersonation exec parent=unknown /usr/local/bin/kubectl --as=containerd options
# expect: % process.parent.name sh
# expect: % container.id 1111111111111111111111111111111111111111111111111111111111111111
# expect: kubectl-impersonation exec parent=unknown /usr/local/bin/kubectl --as=crio options
# expect: % process.parent.name sh
# expect: % container.id 2222222222222222222222222222222222222222222222222222222222222222
# expect: kubectl-impersonation exec parent=unknown /usr/local/bin/kubectl --as=podman options
# expect: % process.parent.name sh
# expect: % container.id 3333333333333333333333333333333333333333333333333333333333333333
# expect: kubectl-impersonation exec parent=sh /usr/local/bin/kubectl --as=v2 options
# expect: % container.id 4444444444444444444444444444444444444444444444444444444444444444
# live: no, it takes both versions of cgroups
# needs: runc

pod=pod01234567_89ab_cdef_0123_456789abcdef
slice=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-$pod.slice

box() {
    container "/opt/box-$1" "$2" "/usr/local/bin/kubectl --as=$1 options > /dev/null; true" \
        /usr/local/bin/kubectl /usr/local/bin/kubectl
}

setup() {
    box containerd "/kubepods/burstable/$pod/$(printf '1%.0s' {1..64})"
    box crio "$slice/crio-$(printf '2%.0s' {1..64}).scope"
    box podman "/machine.slice/libpod-$(printf '3%.0s' {1..64}).scope"
    local scope
    scope=/sys/fs/cgroup/unified$slice/cri-containerd-$(printf '4%.0s' {1..64}).scope
    mkdir -p "$scope"
    ln -sfn "$scope" /opt/scope
}

cleanup() {
    local name
    for name in containerd crio podman; do container_gone "/opt/box-$name"; done
    rm -f /opt/scope
}

#### act
runc run --bundle /opt/box-containerd box1 < /dev/null
runc run --bundle /opt/box-crio box2 < /dev/null
runc run --bundle /opt/box-podman box3 < /dev/null
sh -c 'echo $$ > /opt/scope/cgroup.procs; /usr/local/bin/kubectl --as=v2 options > /dev/null; true'
