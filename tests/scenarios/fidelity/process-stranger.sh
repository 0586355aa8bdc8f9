# what: a shell that ran before there were any records, and one that it forks, start kubectl
# expect: kubectl-impersonation exec parent=unknown kubectl --as=x options
# expect: % process.parent.name bash
# expect: % process.parent.executable /usr/bin/bash
# expect: % process.parent.command_line bash /opt/stranger.sh once
# expect: kubectl-impersonation exec parent=unknown kubectl --as=y options
# expect: % process.parent.name bash
# live: no, it is in no session of its own
# unsessioned: kubectl

setup() {
    mkfifo /opt/stranger.fifo
    printf '%s\n' 'read < /opt/stranger.fifo' 'kubectl --as=x options > /dev/null' \
        '(kubectl --as=y options > /dev/null; true)' 'true' > /opt/stranger.sh
    (cd / && setsid bash /opt/stranger.sh once &) > /dev/null 2>&1
}

cleanup() {
    rm -f /opt/stranger.sh /opt/stranger.fifo
}

#### act
echo > /opt/stranger.fifo
sleep 1
