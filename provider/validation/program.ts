/**
 * The Python program that loads and asks an agent. It needs nothing but the standard library and the agent's own mlflow.
 *
 * `supervise` starts `work` and ends it with all its children: when its time is over, when it is done, and when standard
 * input closes, which is how the end of this process is noticed, however it comes. No agent's code runs in the supervisor.
 * `work` tells what it does on descriptor 3, one JSON document a line, because an agent prints what it likes on the others.
 *
 * It is a text here, and not a file beside this one, so that what is cached can depend on it and every copy of the package
 * carries it.
 */
export const program = String.raw`
import json, os, re, select, shutil, signal, subprocess, sys, time, traceback

REPORTS = 3


def tell(**facts):
    os.write(REPORTS, json.dumps(facts).encode() + b"\n")


def supervise(model, mode, streaming, seconds, stacks):
    subreaper()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    command = [sys.executable, "-I", "-u", __file__, "work", model, mode, streaming, seconds, stacks]
    worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=[REPORTS])
    deadline = time.monotonic() + float(seconds)
    end = None
    while worker.poll() is None and end is None:
        left = deadline - time.monotonic()
        if left <= 0:
            end = "timeout"
            break
        ready, _, _ = select.select([0, woken], [], [], left)
        if woken in ready:
            os.read(woken, 4096)
        if 0 in ready and not os.read(0, 4096):
            end = "cancelled"
    code = worker.poll()
    kill_all(worker)
    if end == "timeout":
        tell(timeout=hanging(stacks, model))
    if end == "cancelled":
        # Whoever made the folder may be gone.
        shutil.rmtree(os.path.dirname(model), ignore_errors=True)
    else:
        tell(exit=code if end is None else None)


def subreaper():
    """On Linux, children that leave their group and lose their parent become ours, so that they can be ended too."""
    if sys.platform == "linux":
        try:
            import ctypes

            ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
        except Exception:
            pass


def kill_all(worker):
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except OSError:
        pass
    worker.wait()
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        left = descendants()
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        time.sleep(0.01)


def descendants():
    parents = {}
    for name in os.listdir("/proc") if sys.platform == "linux" else []:
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    # The program's name is in parentheses and may hold anything.
                    parents[int(name)] = int(file.read().rsplit(b")", 1)[1].split()[1])
            except (OSError, IndexError):
                pass
    found, wanted = [], {os.getpid()}
    while wanted:
        wanted = {pid for pid, parent in parents.items() if parent in wanted}
        found.extend(wanted)
    return found


def hanging(stacks, model):
    """Where the agent's own code was when its time was over, from what faulthandler wrote."""
    try:
        with open(stacks, encoding="utf-8", errors="replace") as file:
            lines = re.findall(r'^  File "(.*)", line (\d+) in (.*)$', file.read(), re.M)
    except OSError:
        return []
    frames = [frame(name, int(line), function, model) for name, line, function in reversed(lines)]
    return [one for one in frames if one][-8:]


def frame(name, line, function, model):
    """A frame of the agent's own code, or None. Code that MLflow unpacks elsewhere lies in the sandbox as well."""
    sandbox = os.path.dirname(model)
    if not name.startswith(sandbox + os.sep) or name == __file__:
        return None
    import linecache

    inside = name.startswith(model + os.sep)
    shown = os.path.relpath(name, model) if inside else os.path.basename(name)
    return {"file": shown, "line": line, "function": function, "text": linecache.getline(name, line).strip()[:300]}


def work(model, mode, streaming, seconds, stacks):
    os.set_inheritable(REPORTS, False)
    os.umask(0o077)
    limits(float(seconds))
    import faulthandler

    dump = open(stacks, "w")
    # Written by a thread of its own that needs no lock of Python's: an endless loop in C is found as well.
    faulthandler.dump_traceback_later(max(float(seconds) - 0.3, 0.1), file=dump, exit=False)
    watch_writes(os.path.dirname(model))
    stage = "load"
    try:
        tell(stage=stage)
        import mlflow

        try:
            # Traces would go to a tracking server that is not this run's.
            mlflow.tracing.disable()
        except Exception:
            pass
        loaded = mlflow.pyfunc.load_model(model)
        if mode == "predict":
            stage = "predict"
            tell(stage=stage)
            info = mlflow.models.Model.load(model)
            example = info.load_input_example(model)
            params = getattr(info, "load_input_example_params", lambda _: None)(model)
            loaded.predict(example, params=params)
            if streaming == "streaming":
                stage = "stream"
                tell(stage=stage)
                for _ in loaded.predict_stream(info.load_input_example(model), params=params):
                    pass
    except BaseException as error:
        tell(failed={"stage": stage, "errors": chain(error, model)})
        leave(1)
    tell(passed=True)
    leave(0)


def leave(code):
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    # Threads of the agent must not keep it here.
    os._exit(code)


def limits(seconds):
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A process that escaped everything else ends by itself.
    most = int(seconds) * (os.cpu_count() or 1) + 10
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


# Which argument of each audit event is the path that changes.
WRITES = {"os.mkdir": 0, "os.remove": 0, "os.rmdir": 0, "os.rename": 1, "os.truncate": 0, "os.symlink": 1, "os.link": 1}


def watch_writes(sandbox):
    allowed = tuple(os.path.realpath(path) + os.sep for path in (sandbox, sys.prefix, "/dev", "/proc"))
    seen = set()

    def hook(event, args):
        if event == "open":
            if not isinstance(args[2], int) or not args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return
            path = args[0]
        elif event in WRITES:
            path = args[WRITES[event]]
        elif event == "sqlite3.connect":
            path = args[0]
        else:
            return
        try:
            if isinstance(path, int) or path in (":memory:", b":memory:", "", b""):
                return
            path = os.path.realpath(os.fsdecode(path))
        except Exception:
            return
        if path.startswith(allowed) or "__pycache__" in path or path in seen or len(seen) >= 10:
            return
        seen.add(path)
        tell(wrote=path)

    sys.addaudithook(hook)


def chain(error, model):
    """The error and what it was raised from, outermost first."""
    errors, seen = [], set()
    while error is not None and id(error) not in seen and len(errors) < 6:
        seen.add(id(error))
        kind = type(error)
        frames, origin = [], ""
        for entry, (active, _) in zip(traceback.extract_tb(error.__traceback__), traceback.walk_tb(error.__traceback__)):
            frames.append(frame(entry.filename, entry.lineno or 0, entry.name, model))
            # Empty where the agent itself raised it: MLflow gives its module a name of its own.
            origin = "" if frames[-1] else str(active.f_globals.get("__name__", ""))
        if isinstance(error, SyntaxError) and error.filename:
            frames.append(frame(error.filename, error.lineno or 0, "", model))
        try:
            message = str(error)[:2000]
        except Exception:
            message = ""
        errors.append(
            {
                "type": kind.__name__,
                "module": kind.__module__,
                "message": message,
                "missing": str(error.name or "") if isinstance(error, ModuleNotFoundError) else "",
                "origin": origin,
                "frames": [one for one in frames if one][-8:],
                "explicit": error.__cause__ is not None,
            }
        )
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return errors


if __name__ == "__main__":
    {"supervise": supervise, "work": work}[sys.argv[1]](*sys.argv[2:])
`.trimStart();
