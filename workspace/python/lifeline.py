"""Ends this process when the workspace that started it is gone: its end of the standard-input pipe closes."""

import os
import signal
import sys
import threading
import time

GRACE_SECONDS = 5


def first_line() -> bytes:
    """What the workspace tells this process alone. Before `hold`, and empty when the workspace is gone."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            break
        line += byte
    return line.strip()


def hold() -> None:
    """Watches standard input from a thread. Call it once, first thing. What this process writes is its user's alone."""
    os.umask(0o077)
    threading.Thread(target=_watch, name="lifeline", daemon=True).start()


def _watch() -> None:
    try:
        while os.read(sys.stdin.fileno(), 4096):
            pass
    except OSError:
        pass
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
