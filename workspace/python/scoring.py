"""Serves one model version as Model Serving does: MLflow's own scoring protocol, streaming, and traces.

MLflow's stock scoring app has no streaming and drops traces in serving mode; this is a small ASGI application over the same
parsing functions. It needs nothing but mlflow and uvicorn, so that it also runs in a model's own environment.

Usage: scoring.py <model folder> <socket> <inference log>
"""

import asyncio
import concurrent.futures
import json
import os
import sys
import threading
import time
import urllib.parse
import uuid

# This folder belongs to a package and may be read-only: no compiled files in it.
sys.dont_write_bytecode = True
import invoker  # noqa: E402
import lifeline  # noqa: E402

sys.dont_write_bytecode = False

STREAM_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-cache")]
# The inference log is cut over at this size; one older file is kept.
LOG_LIMIT = 20 * 1024 * 1024


class Scorer:
    def __init__(self, folder: str, log: str):
        import mlflow
        from mlflow.pyfunc import scoring_server
        from mlflow.pyfunc.context import Context, set_prediction_context

        self.scoring_server = scoring_server
        self.context_class = Context
        self.set_context = set_prediction_context
        self.mlflow = mlflow
        self.model = mlflow.pyfunc.load_model(folder)
        self.input_schema = self.model.metadata.get_input_schema()
        self.endpoint = os.environ.get("MLFLOW_AGENTS_ENDPOINT", "")
        self.entity = os.environ.get("MLFLOW_AGENTS_ENTITY", "")
        self.tracing = os.environ.get("ENABLE_MLFLOW_TRACING", "").lower() == "true"
        self.return_id = os.environ.get("RETURN_REQUEST_ID_IN_RESPONSE", "").lower() == "true"
        self.pool = concurrent.futures.ThreadPoolExecutor(
            max_workers=int(os.environ.get("MLFLOW_AGENTS_CONCURRENCY", "16")), thread_name_prefix="predict"
        )
        self.log = log
        self.log_lock = threading.Lock()
        # Names of the callers, by request, until their row of the inference table is written.
        self.requesters = {}
        # What a first request would import late.
        import pandas  # noqa: F401
        from mlflow.tracing.export import inference_table

        self.pop_trace = inference_table.pop_trace

    def context(self, request_id: str):
        try:
            return self.context_class(request_id=request_id, endpoint_name=self.endpoint)
        except TypeError:  # MLflow before 3.0
            return self.context_class(request_id=request_id)

    def predict(self, body: bytes, content_type: str, request_id: str, token):
        """Returns (status, media type, text). `token`: the caller's, for user authorization; None without it."""
        begun = time.time()
        body, options = take_options(body, content_type)
        with self.set_context(self.context(request_id)), invoker.asked_with(token):
            try:
                answer = self.scoring_server.invocations(body, content_type, self.model, self.input_schema)
                status, kind, text = answer.status, answer.mimetype, answer.response
            except Exception as error:
                status, kind, text = failure(error)
        trace = self.finish(request_id, begun, status, body, text)
        if status == 200 and kind == "application/json":
            text = self.with_output(text, request_id, trace if options.get("return_trace") else None)
        return status, kind, text

    def stream(self, body: bytes, content_type: str, request_id: str, token, emit):
        """Calls emit(bytes) for each event, the last one being [DONE]. A failure before the first event is raised."""
        begun = time.time()
        body, options = take_options(body, content_type)
        collected = []
        status = 200
        with self.set_context(self.context(request_id)), invoker.asked_with(token):
            try:
                parsed = self.scoring_server._parse_json_data(body, self.model.metadata, self.input_schema)
                if not self.streams():
                    raise NoStream("This model does not support streaming: it has no predict_stream.")
                for chunk in self.model.predict_stream(parsed.data, params=parsed.params):
                    text = json.dumps(to_json(chunk))
                    collected.append(text)
                    emit(f"data: {text}\n\n".encode())
            except Exception as error:
                status, _, text = failure(error)
                if not collected:
                    self.finish(request_id, begun, status, body, text)
                    raise StreamFailure(status, text) from error
                emit(f"data: {text}\n\n".encode())
        trace = self.finish(request_id, begun, status, body, "[" + ",".join(collected) + "]")
        extra = self.with_output("{}", request_id, trace if options.get("return_trace") else None)
        if status == 200 and extra != "{}":
            emit(f"data: {extra}\n\n".encode())
        emit(b"data: [DONE]\n\n")

    def streams(self) -> bool:
        """Whether the model can stream. MLflow calls each agent of its classes streamable; their own method only raises."""
        if not self.model._predict_stream_fn:
            return False
        raw = getattr(self.model._model_impl, "get_raw_model", None)
        method = None if raw is None else getattr(type(raw()), "predict_stream", None)
        return getattr(method, "__module__", "") != "mlflow.pyfunc.model"

    def with_output(self, text: str, request_id: str, trace):
        """Adds `databricks_output` where it was asked for."""
        if trace is None and not self.return_id:
            return text
        content = json.loads(text)
        if not isinstance(content, dict):
            return text
        content["databricks_output"] = {
            "databricks_request_id": request_id,
            **({} if trace is None else {"trace": trace}),
        }
        return json.dumps(content)

    def finish(self, request_id: str, begun: float, status: int, request: bytes, response: str):
        """Writes the row of the inference table; returns the trace, if there is one."""
        trace = self.pop_trace(request_id) if self.tracing else None
        row = {
            "databricks_request_id": request_id,
            "timestamp_ms": int(begun * 1000),
            "execution_time_ms": int((time.time() - begun) * 1000),
            "status_code": status,
            "served_entity": self.entity,
            "requester": self.requesters.pop(request_id, None),
            "request": request.decode("utf-8", "replace"),
            "response": response,
            "trace": trace,
        }
        line = json.dumps(row, default=str) + "\n"
        with self.log_lock:
            if os.path.exists(self.log) and os.path.getsize(self.log) > LOG_LIMIT:
                os.replace(self.log, self.log + ".1")
            with open(self.log, "a", encoding="utf-8") as file:
                file.write(line)
        return trace

    def close(self):
        flush = getattr(self.mlflow, "flush_trace_async_logging", None)
        if flush is not None:
            try:
                flush()
            except Exception as error:
                print(f"traces could not be flushed: {error}", flush=True)


class NoStream(Exception):
    """Said before the model runs, by a code of its own: the same question may be asked for the whole answer."""

    error_code = "NOT_IMPLEMENTED"


class StreamFailure(Exception):
    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status
        self.text = text


def take_options(body: bytes, content_type: str):
    """The body without `databricks_options`, and those options."""
    if "json" not in content_type or b"databricks_options" not in body:
        return body, {}
    try:
        content = json.loads(body)
        options = content.pop("databricks_options", None)
    except (ValueError, AttributeError):
        return body, {}
    return json.dumps(content).encode(), options if isinstance(options, dict) else {}


def failure(error: Exception):
    """(status, media type, text) of a failed prediction, in Databricks' format."""
    import traceback

    traceback.print_exception(error)
    status = 400
    message = str(error)
    code = NoStream.error_code if isinstance(error, NoStream) else "BAD_REQUEST"
    if hasattr(error, "get_http_status_code"):
        status = error.get_http_status_code()
        code = getattr(error, "error_code", code)
        message = getattr(error, "message", message)
    # The model's own error says more than MLflow's sentence about it.
    cause = error.__cause__ or error.__context__
    if cause is not None:
        message = f"{message} {type(cause).__name__}: {cause}"
    return status, "application/json", json.dumps({"error_code": str(code), "message": message})


def to_json(chunk):
    for method in ("model_dump", "to_dict"):
        convert = getattr(chunk, method, None)
        if callable(convert):
            return convert()
    return chunk


def application(scorer: Scorer):
    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        path = scope["path"]
        if scope["method"] == "GET" and path in ("/ping", "/health"):
            return await answer(send, 200, "application/json", "\n")
        if scope["method"] != "POST" or path != "/invocations":
            return await answer(send, 404, "application/json", json.dumps({"error_code": "ENDPOINT_NOT_FOUND"}))
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = await whole_body(receive)
        content_type = headers.get("content-type", "")
        request_id = headers.get("x-request-id") or str(uuid.uuid4())
        token = headers.get("x-mlflow-agents-invoker")
        scorer.requesters[request_id] = urllib.parse.unquote(headers.get("x-mlflow-agents-requester", "")) or None
        loop = asyncio.get_running_loop()
        if wants_stream(body, content_type):
            await stream(scorer, loop, send, body, content_type, request_id, token)
        else:
            result = await loop.run_in_executor(scorer.pool, scorer.predict, body, content_type, request_id, token)
            await answer(send, *result)

    return app


async def stream(scorer, loop, send, body, content_type, request_id, token):
    queue: asyncio.Queue = asyncio.Queue()

    def emit(data):
        loop.call_soon_threadsafe(queue.put_nowait, data)

    # The whole generator runs in one thread: traces and contexts are bound to it.
    def work():
        try:
            scorer.stream(body, content_type, request_id, token, emit)
        except Exception as error:
            emit(error)
        emit(None)

    future = loop.run_in_executor(scorer.pool, work)
    first = await queue.get()
    if isinstance(first, Exception):
        await future
        status, text = (first.status, first.text) if isinstance(first, StreamFailure) else (500, str(first))
        return await answer(send, status, "application/json", text)
    await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
    item = first
    while item is not None:
        if not isinstance(item, Exception):
            await send({"type": "http.response.body", "body": item, "more_body": True})
        item = await queue.get()
    await send({"type": "http.response.body", "body": b"", "more_body": False})
    await future


def wants_stream(body: bytes, content_type: str) -> bool:
    if "json" not in content_type or b'"stream"' not in body:
        return False
    try:
        content = json.loads(body)
    except ValueError:
        return False
    return isinstance(content, dict) and content.get("stream") is True


async def whole_body(receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def answer(send, status: int, kind: str, text: str):
    data = text.encode()
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(data)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})


def limit_memory():
    """A model that wants more memory than it may have gets Python's MemoryError; the machine is left alone."""
    limit = int(os.environ.get("MLFLOW_AGENTS_MEMORY_LIMIT", "0"))
    # Elsewhere than on Linux this limit is not kept, or does not exist.
    if limit > 0 and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def main():
    limit_memory()
    lifeline.hold()
    invoker.install()
    folder, socket, log = sys.argv[1:4]
    scorer = Scorer(folder, log)
    import uvicorn

    if os.path.exists(socket):
        os.unlink(socket)
    config = uvicorn.Config(
        application(scorer),
        uds=socket,
        log_level="warning",
        # Longer than the workspace keeps idle connections, so that none is closed while it is being used.
        timeout_keep_alive=60,
        timeout_graceful_shutdown=30,
        lifespan="off",
    )
    try:
        asyncio.run(uvicorn.Server(config).serve())
    except KeyboardInterrupt:
        pass
    scorer.close()


if __name__ == "__main__":
    main()
