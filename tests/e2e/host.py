"""What the live test needs of the host, each as a context that puts back what it changed."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
AUDIT = pathlib.Path("/etc/audit")
EXAMPLE = pathlib.Path("/usr/share/audisp-kube/rsyslog/audisp-kube.conf")
RSYSLOG_D = pathlib.Path("/etc/rsyslog.d/30-audisp-kube.conf")
REFRESH_RULES = pathlib.Path("/usr/libexec/audisp-kube/refresh-audit-rules")
ALERT_FILE = pathlib.Path("/var/log/audisp-kube.json")  # as the example says

# The initial namespaces' inode numbers: include/linux/proc_ns.h.
INITIAL_NAMESPACES = {"user": "user:[4026531837]", "pid": "pid:[4026531836]"}


def run_unchecked(*command, **options):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, **options)


def run(*command, **options):
    done = run_unchecked(*command, **options)
    if done.returncode != 0:
        raise SystemExit(f"e2e: exit status {done.returncode}: {' '.join(map(str, command))}")
    return done


def output(*command):
    return run(*command, stdout=subprocess.PIPE).stdout.decode()


def pids(name):
    return run_unchecked("pgrep", "-x", name, stdout=subprocess.PIPE).stdout.split()


def wait_until(done, what, timeout_s=10):
    deadline = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit(f"e2e: waited {timeout_s} s for {what}")
        time.sleep(0.05)


# --- whether it can run ----------------------------------------------------------------------


def why_not():
    """The reason why this host cannot run the test, or None. Installs what is missing."""
    if os.geteuid() != 0:
        return "the live test needs root"
    if not pathlib.Path("/proc/self/loginuid").exists():
        return "this kernel has no auditing"
    for kind, initial in INITIAL_NAMESPACES.items():
        if os.readlink(f"/proc/self/ns/{kind}") != initial:
            return f"in a container (a {kind} namespace of its own) the kernel does not let us audit"
    if not shutil.which("apt-get"):
        return "the live test installs the .deb, and this is no Debian or Ubuntu"
    if pathlib.Path("/var/lib/kubelet/pods").exists():
        return "this is a live Kubernetes node"
    if run_unchecked("dpkg-query", "-W", "audisp-kube", stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL).returncode == 0:
        raise SystemExit("e2e: audisp-kube is installed here; purge the package first")
    run(TOP / "dev", "install", "e2e")
    if not shutil.which("kubectl") and run_unchecked(
            TOP / "dev", "install", "kubectl").returncode != 0:
        return "there is no kubectl, nor a package of it"
    return why_not_audit()


def why_not_audit():
    status = run_unchecked("auditctl", "-s", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if status.returncode != 0:
        return f"the kernel does not let us audit: {status.stderr.decode().strip()}"
    values = dict(line.split(None, 1) for line in status.stdout.decode().splitlines())
    if values["enabled"] == "2":
        return "the audit rules are locked (-e 2)"
    listener = values["pid"].encode()
    if listener not in [b"0", *pids("auditd")]:
        return f"another program (pid {values['pid']}) takes the kernel's audit records"
    if pathlib.Path("/dev/log").exists() and not rsyslog_service():
        return "something other than rsyslog listens on /dev/log"
    return None


# --- what it changes -------------------------------------------------------------------------


@contextlib.contextmanager
def temporary_folder():
    folder = tempfile.mkdtemp(prefix="audisp-kube-e2e-")
    try:
        yield pathlib.Path(folder)
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def audit_state(folder):
    """The kernel's rules and switch, and the files that augenrules writes."""
    enabled = re.search(r"^enabled (\d)", output("auditctl", "-s"), re.M)[1]
    rules = [line for line in output("auditctl", "-l").splitlines() if line.startswith("-")]
    written = [AUDIT / "audit.rules", AUDIT / "audit.rules.prev"]
    for path in written:
        if path.exists():
            shutil.copy2(path, folder)
    try:
        yield
    finally:
        for path in written:
            path.unlink(missing_ok=True)
            if (folder / path.name).exists():
                shutil.copy2(folder / path.name, path)
        saved = folder / "rules"
        saved.write_text("\n".join(["-D", *rules]) + "\n")
        saved.chmod(0o600)
        run_unchecked("auditctl", "-R", saved, stdout=subprocess.DEVNULL)
        run_unchecked("auditctl", "-e", enabled, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def auditd():
    """The host's own auditd, with its own configuration."""
    if pids("auditd"):
        yield
        return
    run("service", "auditd", "start")
    wait_until(lambda: pids("auditd"), "auditd to start")
    try:
        yield
    finally:
        run_unchecked("service", "auditd", "stop")


def install_commands():
    """The first block of commands in README.md's section on installation, for Debian and Ubuntu."""
    readme = (TOP / "README.md").read_text()
    section = readme[readme.index("\n## Install"):]
    return re.search(r"```sh\n(.*?)```", section, re.S)[1]


@contextlib.contextmanager
def installed_package():
    commands = install_commands()
    print(f"installing as README.md says:\n{commands}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # We are root already, and there may be no sudo.
    sudo = 'sudo() { "$@"; }\nset -e\n'
    try:
        run("bash", "-c", sudo + commands, cwd=TOP, env=environment)
        raise_every_alert()
        yield
    finally:
        run_unchecked("dpkg", "--purge", "audisp-kube", stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL)


def raise_every_alert():
    """Switches suppression and rate limits off: each scenario says exactly what must be alerted."""
    configuration = pathlib.Path("/etc/audisp-kube/config.toml")
    text = configuration.read_text()
    for default, off in (('window = "1m"', 'window = "0"'), ("per_minute = 60", "per_minute = 0")):
        if default not in text:
            raise SystemExit(f"e2e: {configuration} lacks {default}")
        text = text.replace(default, off)
    configuration.write_text(text)
    wait_until(lambda: pids("audisp-kube"), "the plugin to start")
    for pid in pids("audisp-kube"):
        os.kill(int(pid), signal.SIGHUP)
    time.sleep(1)  # nothing but its log shows that it has read it, and rsyslog comes later


def purges_cleanly():
    """Purges the package, and tells whether it left nothing behind."""
    run("dpkg", "--purge", "audisp-kube")
    deadline = time.monotonic() + 10
    while (left := left_behind()) and time.monotonic() < deadline:
        time.sleep(0.1)  # auditd takes a moment to end the plugin
    for what in left:
        print(f"left behind: {what}", file=sys.stderr)
    return not left


def left_behind():
    paths = [*AUDIT.glob("*/*audisp-kube*"), *map(pathlib.Path, (
        "/etc/audisp-kube", "/run/audisp-kube", "/var/lib/audisp-kube"))]
    left = [str(path) for path in paths if path.exists()]
    left += [line for line in output("auditctl", "-l").splitlines() if "audisp-kube" in line]
    left += [f"process {pid.decode()}" for pid in pids("audisp-kube")]
    return left


def rsyslog_service():
    booted_with_systemd = pathlib.Path("/run/systemd/system").exists()
    return booted_with_systemd and run_unchecked(
        "systemctl", "-q", "is-active", "rsyslog").returncode == 0


@contextlib.contextmanager
def rsyslog(folder):
    """A real rsyslogd behind /dev/log with the example configuration that the package ships."""
    if ALERT_FILE.exists():
        raise SystemExit(f"e2e: {ALERT_FILE} exists already")
    with rsyslog_of_host() if rsyslog_service() else rsyslog_of_ours(folder):
        try:
            yield
        finally:
            ALERT_FILE.unlink(missing_ok=True)


@contextlib.contextmanager
def rsyslog_of_host():
    shutil.copy(EXAMPLE, RSYSLOG_D)
    try:
        run("systemctl", "restart", "rsyslog")
        yield
    finally:
        RSYSLOG_D.unlink()
        run_unchecked("systemctl", "restart", "rsyslog")


@contextlib.contextmanager
def rsyslog_of_ours(folder):
    configuration = folder / "rsyslog.conf"
    configuration.write_text('module(load="imuxsock")\n' f'include(file="{EXAMPLE}")\n')
    daemon = subprocess.Popen(
        ["rsyslogd", "-n", "-f", configuration, "-i", folder / "rsyslogd.pid"])
    try:
        wait_until(pathlib.Path("/dev/log").exists, "rsyslogd to open /dev/log")
        yield
    finally:
        daemon.terminate()
        daemon.wait()
        pathlib.Path("/dev/log").unlink(missing_ok=True)
