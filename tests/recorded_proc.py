"""What /proc shows of a recording's processes while its records come, for NAME.proc."""

import pathlib
import re
import threading

PROC = pathlib.Path("/proc")
IDS = re.compile(rb"\btype=(?:SYSCALL|URINGOP) .* ppid=(\d+) pid=(\d+) ")
FILES = ("stat", "status", "cgroup", "cmdline", "sessionid")
# Of status, which has many lines that are of no use here.
STATUS = re.compile(rb"^(?:Name|Tgid|Pid|PPid|Uid|Gid|NSpid):.*\n", re.MULTILINE)
BOOT = re.compile(rb"^btime .*\n", re.MULTILINE)
POLL_S = 0.002
MAX_ANCESTORS = 16


def own_cgroups():
    return set((PROC / "self/cgroup").read_bytes().splitlines(keepends=True))


def parent_of(files):
    return int(files["stat"].rpartition(b") ")[2].split()[1])


def escaped(content):
    return "".join(chr(byte) if 0x20 <= byte < 0x7F and byte != 0x5C else f"\\x{byte:02x}" for byte in content)


class ProcWatch(threading.Thread):
    """Looks at each process that a record names, and at its ancestors, when the record comes, as a
    plugin would. Of one that is named again it keeps what was seen last."""

    def __init__(self, tap):
        super().__init__(daemon=True)
        self.tap = tap
        self.position = tap.stat().st_size
        self.own_cgroups = own_cgroups()
        self.processes = {}
        self.ended = threading.Event()
        self.start()

    def run(self):
        with self.tap.open("rb") as tap:
            tap.seek(self.position)
            rest = b""
            while not self.ended.is_set():
                rest += tap.read()
                lines, _, rest = rest.rpartition(b"\n")
                for pids in set(IDS.findall(lines)):
                    for pid in pids:
                        self.look(int(pid))
                self.ended.wait(POLL_S)

    def look(self, pid):
        for _ in range(MAX_ANCESTORS):
            files = self.read(pid) if pid > 0 else None
            if files is None:
                return
            self.processes[pid] = files
            pid = parent_of(files)

    def read(self, pid):
        folder = PROC / str(pid)
        try:
            files = {name: (folder / name).read_bytes() for name in FILES}
        except OSError:  # it has ended
            return None
        files["status"] = b"".join(STATUS.findall(files["status"]))
        # What the recorder has in common with it says nothing of it.
        lines = files["cgroup"].splitlines(keepends=True)
        files["cgroup"] = b"".join(line for line in lines if line not in self.own_cgroups)
        try:
            files["exe"] = str((folder / "exe").readlink()).encode(errors="surrogateescape")
        except OSError:  # a kernel thread, or one that is ending
            pass
        return files

    def stop(self):
        self.ended.set()
        self.join()

    def text(self, lines, recorder):
        """NAME.proc: of the processes that `lines` name and of kernel threads, but none of the
        recorder's own, whose command lines have `recorder` in them."""
        named = {int(pid) for line in lines for ids in IDS.findall(line) for pid in ids}
        written = [f"stat {escaped(b''.join(BOOT.findall((PROC / 'stat').read_bytes())))}"]
        for pid, files in sorted(self.processes.items()):
            is_kernels = files["cmdline"] == b"" and "exe" not in files
            if (pid not in named and not is_kernels) or recorder in files["cmdline"]:
                continue
            written += [f"{pid}/{name} {escaped(content)}" for name, content in files.items()]
        return "".join(line + "\n" for line in written)
