"""Ends this process when the workspace that started it is gone: its end of the standard-input pipe closes."""

import os
import signal
import sys
import threading
import time

GRACE_SECONDS = 5


def hold() -> None:
    """Watches standard input from a thread. Call it once, first thing."""
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
