"""Cases of one public client: each is one call of that client, named, with the value it has to give.

A script makes a `Client` and calls `call` or `refused` for each case. What each case gave, and which
routes of the workspace it touched, is written to the file that is the script's first argument.
"""

import atexit
import json
import os
import sys
import time
import traceback
import urllib.request

ANYTHING = object()


class Client:
    def __init__(self, name):
        self.name = name
        self.cases = []
        atexit.register(self.finish)
        sys.excepthook = self.broken
        self.last = self.journal(1 << 52)["last"]

    def call(self, name, work, see=None, equals=ANYTHING):
        """Does `work`, which holds one call of the client, and compares what `see` makes of its value with `equals`.

        Without `equals`, `see` gives True. Returns the value, so that later cases can use it; None after a failure.
        """
        value, seen, error = None, None, None
        begun = time.time()
        try:
            value = work()
            seen = value if see is None else see(value)
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}\n{traceback.format_exc(limit=-6)}"
        self.keep(name, True if equals is ANYTHING else equals, seen, error, begun)
        return value if error is None else None

    def refused(self, name, work, code):
        """Does `work`, which has to be refused with this error code."""
        seen, error = None, None
        begun = time.time()
        try:
            value = work()
            error = f"it was not refused: {value!r}"[:500]
        except Exception as problem:
            seen = getattr(problem, "error_code", None) or getattr(problem, "code", None) or type(problem).__name__
            if seen != code:
                error = f"{type(problem).__name__}: {problem}"
        self.keep(name, code, seen, error, begun)

    def keep(self, name, expected, seen, error, begun):
        seconds = time.time() - begun
        # What JSON cannot tell apart is the same: tuples and lists.
        expected, seen = json.loads(json.dumps(expected)), json.loads(json.dumps(seen, default=str))
        found = self.journal(self.last)
        self.last = found["last"]
        routes = sorted({f"{e['method']} {e['route']}" for e in found["entries"] if "route" in e})
        unknown = sorted({f"{e['method']} {e['path']}" for e in found["entries"] if "route" not in e})
        case = {"name": name, "ok": error is None and expected == seen, "expected": expected, "seen": seen}
        self.cases.append({**case, "error": error, "routes": routes, "unknown": unknown, "seconds": round(seconds, 3)})

    def journal(self, since):
        headers = {"authorization": f"Bearer {os.environ['DATABRICKS_TOKEN']}"}
        url = f"{os.environ['DATABRICKS_HOST']}/_local/journal?since={since}"
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return json.load(answer)

    def broken(self, kind, problem, where):
        """What a script does between its cases failed: it ends there."""
        text = "".join(traceback.format_exception(kind, problem, where))
        self.cases.append({"name": "the script itself", "ok": False, "error": text, "routes": [], "unknown": [], "seconds": 0})
        self.cases[-1].update(expected=None, seen=None)

    def finish(self):
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            json.dump({"client": self.name, "cases": self.cases}, file)


def until(work, done, seconds=30):
    """The first value of `work` that is `done`, or the last one: what is written in the background takes a moment."""
    deadline = time.time() + seconds
    while True:
        value = work()
        if done(value) or time.time() > deadline:
            return value
        time.sleep(0.2)
