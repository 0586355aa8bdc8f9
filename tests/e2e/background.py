"""A load of audit events in the background: a process whose every chdir is audited."""

import contextlib
import subprocess
import sys

import host

EVENTS_A_SECOND = 1000

# In turns of 10 ms; what a turn was late the next one makes up for.
LOAD = f"""
import os, sys, time
sys.stdin.readline()  # until the rule that names this process is there
begin, done = time.monotonic(), 0
while os.getppid() != 1:
    due = int((time.monotonic() - begin) * {EVENTS_A_SECOND})
    for _ in range(due - done):
        os.chdir("/")
    done = due
    time.sleep(0.01)
"""


@contextlib.contextmanager
def load():
    """The rule goes with all others that the test loads."""
    process = subprocess.Popen([sys.executable, "-c", LOAD], stdin=subprocess.PIPE)
    try:
        host.run("auditctl", "-a", "always,exit", "-F", "arch=b64", "-S", "chdir",
                 "-F", f"pid={process.pid}", "-k", "e2e-background")
        process.stdin.write(b"\n")
        process.stdin.flush()
        yield
        if process.poll() is not None:
            raise SystemExit("e2e: the background load has ended by itself")
    finally:
        process.kill()
        process.wait()
