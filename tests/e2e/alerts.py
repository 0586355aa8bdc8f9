"""Alerts as they arrive: on the JSON socket and in the file that rsyslog writes."""

import contextlib
import json
import socket
import threading
import time
from datetime import datetime


# What an alert that was shortened for syslog has in common with the whole one.
KEPT_IN_SHORT = ("@timestamp", "event.id", "event.sequence", "rule.id", "process.pid",
                 "process.name", "process.parent.name", "file.path")


class Alert:
    def __init__(self, line, arrived):
        self.json = json.loads(line)
        event_time = datetime.fromisoformat(self.json["@timestamp"].replace("Z", "+00:00"))
        self.delay_s = arrived - event_time.timestamp()

    def get(self, path):
        value = self.json
        for key in path.split("."):
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return value

    @property
    def session(self):
        return str(self.get("auditd.session"))

    @property
    def shortened(self):
        return self.get("labels.shortened") == "true"

    @property
    def path(self):
        return self.get("file.path")

    @property
    def line(self):
        """As scenarios write it; see tests/scenarios/README.md."""
        action = self.get("event.action")
        if isinstance(action, list):
            action = action[0]
        subject = self.path
        if subject is None or "process" in self.get("event.category"):
            parent = self.get("process.parent.name") or "unknown"
            subject = f"parent={parent} {self.get('process.command_line')}"
        subject = json.dumps(subject, ensure_ascii=False)[1:-1]
        return f"{self.get('rule.id')} {action} {subject}"


def matches(line, pattern):
    return line.startswith(pattern[:-1]) if pattern.endswith("…") else line == pattern


class Expected:
    """One alert that must come: its line, and fields that it must have."""

    def __init__(self, line):
        self.line = line
        self.fields = {}

    def add(self, field, value):
        """A field that the alert must have. A parent that no record tells is in its line besides."""
        self.fields[field] = value
        if field == "process.parent.name":
            self.line = self.line.replace("parent=unknown ", f"parent={value} ")

    def complaint(self, alert):
        for field, value in self.fields.items():
            if not matches(str(alert.get(field)), value):
                return f"{alert.line}\n    has {field} {alert.get(field)}, wanted {value}"
        return None


def difference(found, expected, allowed):
    """None if the alerts `found` are the expected ones, in order, with allowed ones among them."""
    wanted = list(expected)
    for alert in found:
        if wanted and matches(alert.line, wanted[0].line):
            complaint = wanted.pop(0).complaint(alert)
            if complaint:
                return complaint
        elif not any(matches(alert.line, pattern) for pattern in allowed):
            return f"came: {alert.line}\n    wanted: {wanted[0].line if wanted else 'nothing more'}"
    return f"did not come: {wanted[0].line}" if wanted else None


class Collector:
    """Keeps all alerts with the time of their arrival. A thread reads."""

    def __init__(self):
        self.alerts = []
        self.arrival = threading.Condition()
        self.ended = False
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def take(self, line):
        alert = Alert(line, time.time())
        with self.arrival:
            self.alerts.append(alert)
            self.arrival.notify_all()

    def wait_for_path(self, path, timeout_s):
        with self.arrival:
            return self.arrival.wait_for(
                lambda: any(alert.path == path for alert in self.alerts), timeout_s)

    def of_session(self, session, everywhere):
        """A session's alerts, each with the delay in seconds with which it came here. One that was
        shortened tells neither its session nor its arguments; it stands for the whole one that it
        agrees with."""
        with self.arrival:
            alerts = list(self.alerts)
        found = []
        for alert in alerts:
            whole = alert
            if alert.shortened:
                whole = next((other for other in everywhere if not other.shortened and all(
                    other.get(field) == alert.get(field) for field in KEPT_IN_SHORT)), alert)
            if whole.session == session:
                found.append((whole, alert.delay_s))
        return found

    def close(self):
        self.ended = True
        self.thread.join(timeout=5)


class SocketCollector(Collector):
    def __init__(self, path, timeout_s=10):
        self.socket = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    raise SystemExit(f"e2e: {path}: {error.strerror}: did auditd start the plugin?")
                time.sleep(0.05)
        super().__init__()

    def read(self):
        with self.socket.makefile("rb") as lines:
            for line in lines:
                self.take(line)

    def close(self):
        with contextlib.suppress(OSError):  # the plugin may have gone first
            self.socket.shutdown(socket.SHUT_RDWR)
        super().close()


class FileCollector(Collector):
    POLL_S = 0.002

    def __init__(self, path):
        self.path = path
        super().__init__()

    def read(self):
        while not self.path.exists() and not self.ended:
            time.sleep(self.POLL_S)
        if self.ended:
            return
        rest = b""
        with self.path.open("rb") as file:
            while not self.ended:
                data = file.read()
                if not data:
                    time.sleep(self.POLL_S)
                    continue
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self.take(line)
