"""Real rsyslogds under the shipped configuration: a node's and a collector's, on loopback.

The configuration in plugin/rsyslog is taken as it is, but for paths, ports and the
collector's name. Each has its own pid file, sockets and directory; nothing of the
host's own rsyslog is touched.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
SHIPPED = TOP / "plugin/rsyslog"
RSYSLOGD = "/usr/sbin/rsyslogd"
COLLECTOR = "localhost"


def missing():
    """Why it cannot be done here; empty if it can."""
    if not os.access(RSYSLOGD, os.X_OK):
        return f"no {RSYSLOGD}"
    if shutil.which("openssl") is None:
        return "no openssl"
    folders = [p for p in pathlib.Path("/usr").glob("lib*/rsyslog")]
    folders += [p for p in pathlib.Path("/usr/lib").glob("*/rsyslog")]
    for module in ("omrelp.so", "imrelp.so", "mmjsonparse.so", "lmnsd_gtls.so"):
        if not any((folder / module).exists() for folder in folders):
            return f"no rsyslog module {module}"
    return ""


def wait_until(what, condition, timeout_s=60):
    """Polls until the condition holds; the one place where time passes."""
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"FAILED: {what}, not within {timeout_s} s")
        time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificates(folder):
    """A CA, and what it certifies: the collector, and a node."""
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=test CA")
    for name, host in (("collector", COLLECTOR), ("node", "node-1.nodes.example.org")):
        (folder / "extensions").write_text(f"subjectAltName=DNS:{host}\n")
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr",
                "-subj", f"/CN={host}")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-out", f"{name}.pem", "-days", "2",
                "-extfile", "extensions")


class Rsyslogd:
    """One rsyslogd; `begin` goes before the shipped files."""

    def __init__(self, folder, begin, shipped, replace):
        self.folder = folder
        self.process = None
        (folder / "work").mkdir(parents=True)
        text = f'global(workDirectory="{folder}/work")\n{begin}'
        for name in shipped:
            text += (SHIPPED / name).read_text()
        for old, new in replace.items():
            if old not in text:
                raise SystemExit(f"FAILED: the shipped configuration no longer has {old}")
            text = text.replace(old, new)
        # A file of its own takes the place of rsyslog.conf: what must be first is first.
        self.conf = folder / "rsyslog.conf"
        self.conf.write_text(text)

    def check(self):
        done = subprocess.run([RSYSLOGD, "-N1", "-f", self.conf], capture_output=True, text=True)
        bad = [line for line in done.stderr.splitlines() if re.search("error|warning", line)]
        if done.returncode != 0 or bad:
            raise SystemExit(f"FAILED: rsyslogd -N1: {done.stderr}")

    def start(self):
        self.process = subprocess.Popen(
            [RSYSLOGD, "-n", "-f", self.conf, "-i", self.folder / "pid"],
            stdout=subprocess.DEVNULL, stderr=open(self.folder / "stderr", "ab"))

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def spooled(self):
        """Bytes of its queues on disk."""
        return sum(path.stat().st_size for path in (self.folder / "work").glob("audisp-kube-*")
                   if path.suffix != ".qi")


class Pair:
    """A node's rsyslogd with its /dev/log, and a collector's. A context: nothing is left behind."""

    def __init__(self, folder, forward="forward-relp.conf"):
        self.folder = pathlib.Path(folder)
        certificates = self.folder / "certificates"
        certificates.mkdir()
        make_certificates(certificates)
        relp, tcp = free_port(), free_port()
        self.log_socket = str(self.folder / "log")
        self.node_file = self.folder / "node.json"
        self.collector_file = self.folder / "collector.json"
        common = {"/etc/ssl/audisp-kube": str(certificates)}
        port = {"2514": str(relp)} if forward == "forward-relp.conf" else {"6514": str(tcp)}
        self.node = Rsyslogd(
            self.folder / "node",
            'module(load="imuxsock" SysSock.Use="off")\n'
            f'input(type="imuxsock" Socket="{self.log_socket}" RateLimit.Interval="0")\n',
            [forward, "audisp-kube.conf"],
            {**common, "collector.example.org": COLLECTOR, **port,
             "/var/log/audisp-kube.json": str(self.node_file)})
        self.collector = Rsyslogd(
            self.folder / "collector", "", ["collector.conf"],
            {**common, "2514": str(relp), "6514": str(tcp),
             "/var/log/audisp-kube-nodes.json": str(self.collector_file)})

    def __enter__(self):
        for one in (self.node, self.collector):
            one.check()
        self.collector.start()
        self.start_node()
        return self

    def __exit__(self, *exception):
        self.node.stop()
        self.collector.stop()

    def start_node(self):
        self.node.start()
        wait_until("the node's rsyslogd listens", self.listens)

    def listens(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
            return probe.connect_ex(self.log_socket) == 0


def lines_of(path):
    return path.read_bytes().splitlines() if path.exists() else []
