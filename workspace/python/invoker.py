"""The token of whoever asked, where the public clients look for it.

databricks-sdk (`ModelServingUserCredentials`) reads `invokers_token` of the main thread's attributes, once for each call
that it sends. This process answers several questions at a time, so those attributes become a dictionary that answers for
the question under way where it is read: in the thread that predicts, in the tasks of an event loop that it runs, in threads
that it starts, and in what it gives to a pool of threads, whoever made that pool.
"""

import concurrent.futures
import contextlib
import contextvars
import functools
import importlib.abc
import importlib.util
import multiprocessing.pool
import os
import sys
import threading

KEY = "invokers_token"
INHERITED = "_mlflow_agents_question"


class Question:
    """A question under way. Without a token once it is answered."""

    __slots__ = ("token",)

    def __init__(self, token):
        self.token = token


NO_QUESTION = Question(None)
_current = contextvars.ContextVar("mlflow_agents_question", default=None)


def current() -> Question:
    question = _current.get()
    if question is None:
        # A thread begins with an empty context: what its starter worked on is kept in the thread itself.
        question = getattr(threading.current_thread(), INHERITED, NO_QUESTION)
    return question


@contextlib.contextmanager
def asked_with(token):
    """Makes `token` (None: no user authorization) the invoker's while the block runs, and void after it."""
    question = Question(token)
    before = _current.set(question)
    try:
        yield
    finally:
        question.token = None
        _current.reset(before)


class Attributes(dict):
    """Attributes of the main thread, where the token belongs to the question under way."""

    def __contains__(self, key):
        return current().token is not None if key == KEY else super().__contains__(key)

    def __getitem__(self, key):
        if key != KEY:
            return super().__getitem__(key)
        token = current().token
        if token is None:
            raise KeyError(key)
        return token

    def get(self, key, default=None):
        return self[key] if key in self else default


def carried(function):
    """`function`, for the question under way now, wherever it runs."""
    question = current()

    @functools.wraps(function, assigned=(), updated=())
    def run(*args, **kwargs):
        before = _current.set(question)
        try:
            return function(*args, **kwargs)
        finally:
            _current.reset(before)

    return run


def install() -> None:
    """Call it once, in the main thread, before the model is loaded."""
    main = threading.main_thread()
    main.__dict__ = Attributes(main.__dict__)

    start = threading.Thread.start

    @functools.wraps(start)
    def start_thread(self):
        setattr(self, INHERITED, current())
        start(self)

    threading.Thread.start = start_thread

    submit = concurrent.futures.ThreadPoolExecutor.submit

    @functools.wraps(submit)
    def submit_work(self, function, /, *args, **kwargs):
        return submit(self, carried(function), *args, **kwargs)

    concurrent.futures.ThreadPoolExecutor.submit = submit_work

    pool = multiprocessing.pool.ThreadPool
    for name in ("apply_async", "map", "map_async", "starmap", "starmap_async", "imap", "imap_unordered"):
        setattr(pool, name, _carrying(getattr(pool, name)))

    sys.meta_path.insert(0, _TokenFileFinder())


def _carrying(method):
    @functools.wraps(method)
    def call(self, func, *args, **kwargs):
        return method(self, carried(func), *args, **kwargs)

    return call


class _TokenFileFinder(importlib.abc.MetaPathFinder):
    """Points clients that know only Databricks' own path of the credential file to the one of this process.

    They take the process for one of Model Serving only when that file exists. Newer ones look at SERVING_CREDENTIALS_DIR.
    """

    modules = ("databricks.sdk.credentials_provider", "databricks_ai_bridge.model_serving_obo_credential_strategy")
    constant = "_MODEL_DEPENDENCY_OAUTH_TOKEN_FILE_PATH"

    def find_spec(self, name, path=None, target=None):
        if name not in self.modules:
            return None
        sys.meta_path.remove(self)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            file = os.path.join(os.environ["SERVING_CREDENTIALS_DIR"], "model-dependencies-oauth-token")
            for holder in (module, getattr(module, "ModelServingAuthProvider", None)):
                if hasattr(holder, self.constant):
                    setattr(holder, self.constant, file)

        spec.loader.exec_module = exec_module
        return spec
