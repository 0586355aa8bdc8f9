"""What tests/auditd/run works with: an auditd that starts our plugin, acts that the kernel reports,
and the alerts that came of them. Everything lies in one folder, with a configuration of its own."""

import collections
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import time

# Of an orphan, whose parent ended first, prctl(2) makes us the parent.
PR_SET_CHILD_SUBREAPER = 36
MARK = re.compile(r"act-\d{6}")

AUDITD_CONF = """\
local_events = yes
write_logs = yes
log_file = {folder}/log/audit.log
log_group = root
log_format = {log_format}
name_format = NONE
flush = INCREMENTAL_ASYNC
freq = 50
max_log_file = 100
max_log_file_action = IGNORE
q_depth = 20000
max_restarts = {max_restarts}
space_left = 75
admin_space_left = 50
space_left_action = IGNORE
admin_space_left_action = IGNORE
disk_full_action = IGNORE
disk_error_action = IGNORE
plugin_dir = {folder}/plugins.d
"""

PLUGIN_CONF = """\
active = yes
direction = out
path = {folder}/audisp-kube
type = always
args = daemon --config={folder}/config.toml
format = string
"""

CONFIG = """\
[detections]
paths = ["{folder}/detection.toml"]
[suppression]
window = "0"
[rate_limit]
per_minute = 0
[store]
directory = "{folder}/store"
[daemon]
run_directory = "{folder}/run"
[catch_up]
log = "{folder}/log/audit.log"
[sinks.file]
path = "{folder}/alerts/alerts.json"
"""

DETECTION = """\
[rule]
name = "A marked act"
description = "x"
rule_id = "5c8c0d3e-0000-4000-8000-000000000001"
type = "eql"
severity = "low"
risk_score = 21
query = 'file where event.type == "creation" and file.path like "{folder}/acts/*"'
"""


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True,
                          text=True).stdout


def wait_until(condition, timeout_s=15):
    """Whether the condition came to hold in time."""
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def adopt_orphans():
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kernel(key):
    return int(re.search(rf"^{key} (\d+)", run("auditctl", "-s"), re.M)[1])


class Auditd:
    """One auditd, and the plugins that it starts; it can be started and stopped again and again."""

    def __init__(self, path, log_format, max_restarts, program, folder):
        self.path, self.folder, self.program = path, folder, folder / "audisp-kube"
        for name in ("log", "plugins.d", "alerts", "acts"):
            (folder / name).mkdir(mode=0o750)
        shutil.copy(program, self.program)
        self.program.chmod(0o755)
        places = {"folder": folder, "log_format": log_format, "max_restarts": max_restarts}
        for name, text in (("auditd.conf", AUDITD_CONF), ("plugins.d/audisp-kube.conf", PLUGIN_CONF),
                           ("config.toml", CONFIG), ("detection.toml", DETECTION)):
            (folder / name).write_text(text.format(**places))
            (folder / name).chmod(0o640)
        self.process = None

    def start(self):
        """Returns once the kernel sends it records."""
        self.process = subprocess.Popen([self.path, "-n", "-c", self.folder],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        return wait_until(lambda: kernel("pid") == self.process.pid)

    def signal(self, number):
        self.process.send_signal(number)

    def plugins(self):
        """The pids of all our daemons, of this auditd or left by one before."""
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(process / "exe").split(" (deleted)")[0] == str(self.program):
                    found.append(int(process.name))
            except OSError:
                pass  # it has ended
        return found

    def kill_plugins(self):
        """Returns those that there were; their last threads may be about to end."""
        killed = self.plugins()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not set(killed) & set(self.plugins()))
        return killed

    def replace_program(self):
        """As a package's update does it: another file under the same name."""
        fresh = self.program.with_suffix(".new")
        shutil.copy(self.program, fresh)
        fresh.rename(self.program)

    def stop(self):
        """Its exit status; None if it does not end."""
        self.process.terminate()
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            return None

    def end(self):
        if self.process and self.process.poll() is None and self.stop() is None:
            self.process.kill()
            self.process.wait()
        for pid in self.kill_plugins():
            exit_code(pid)

    def status(self, *options):
        return subprocess.run([self.program, "status", "--config", self.folder / "config.toml",
                               *options], capture_output=True, text=True)

    def counters(self):
        """What the running daemon counts as lost: {name: number}."""
        done = self.status("--format", "text")
        return {name: int(count) for count, name in
                re.findall(r"^loss: (\d+) .*\((\w+)\)$", done.stdout, re.M)}


def exit_code(pid, timeout_s=10):
    """That of an orphan; None where auditd has reaped it itself."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        try:
            found, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return None
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return None


class Acts:
    """Files created one after another, half of them by a name relative to the working directory."""

    def __init__(self, folder):
        self.folder = folder / "acts"
        self.marks = []
        self.ended = threading.Event()
        self.thread = None
        os.chdir(self.folder)

    def act(self):
        mark = f"act-{len(self.marks):06}"
        name = mark if len(self.marks) % 2 else self.folder / mark
        self.marks.append(mark)
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

    def begin(self, every_s=0.003):
        def acting():
            while not self.ended.wait(every_s):
                self.act()

        self.ended.clear()
        self.thread = threading.Thread(target=acting, daemon=True)
        self.thread.start()

    def end(self):
        if self.thread:
            self.ended.set()
            self.thread.join()
            self.thread = None


def logged_marks(folder):
    """What auditd has in its log: nobody can ask for more than that."""
    marks = set()
    for log in (folder / "log").glob("audit.log*"):
        for line in log.read_text(errors="replace").splitlines():
            if "nametype=CREATE" in line:
                marks.update(MARK.findall(line))
    return marks


class Alerts:
    """The alerts delivered so far."""

    def __init__(self, folder):
        self.documents = []
        path = folder / "alerts/alerts.json"
        if path.exists():
            self.documents = [json.loads(line) for line in path.read_text().splitlines()]
        self.alerts = [document for document in self.documents
                       if document.get("event", {}).get("kind") == "alert"]

    @staticmethod
    def mark(alert):
        found = MARK.search(alert.get("file", {}).get("path", ""))
        return found[0] if found else None

    def marks(self):
        return {self.mark(alert) for alert in self.alerts}

    def repeats(self):
        """How many came again as what they are: with the same event.sequence and event.id."""
        return len(self.alerts) - len({(alert["event"]["sequence"], alert["event"]["id"])
                                       for alert in self.alerts})

    def duplicates(self):
        """The marks of acts that were alerted as two."""
        sequences = collections.defaultdict(set)
        for alert in self.alerts:
            sequences[self.mark(alert)].add(alert["event"]["sequence"])
        return sorted(str(mark) for mark, numbers in sequences.items() if len(numbers) > 1)

    def gaps(self):
        """The numbers that event.sequence left out."""
        numbers = {alert["event"]["sequence"] for alert in self.alerts}
        return sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
