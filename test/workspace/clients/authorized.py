"""An agent that says as whom it may act, from every place where an agent may ask: threads, pools, event loops, streams."""

import asyncio
import concurrent.futures
import multiprocessing.pool
import threading
import time

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentResponse, ResponsesAgentStreamEvent

# Made once, for every question: their threads must not remember whom they worked for first.
POOL = concurrent.futures.ThreadPoolExecutor(max_workers=3)
THREADS = multiprocessing.pool.ThreadPool(2)
LOOP = asyncio.new_event_loop()
threading.Thread(target=LOOP.run_forever, daemon=True).start()
CLIENT = None


def client():
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())


def query(workspace, name):
    message = ChatMessage(role=ChatMessageRole.USER, content="hello")
    return workspace.serving_endpoints.query(name, messages=[message]).choices[0].message.content


def token(_=None):
    time.sleep(0.003)
    return threading.main_thread().__dict__.get("invokers_token")


async def later():
    await asyncio.sleep(0.002)
    return [token(), await asyncio.to_thread(token)]


def in_thread(work):
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def everywhere():
    found = {
        "here": [token()],
        "thread": [in_thread(token), in_thread(lambda: in_thread(token))],
        "pool": list(POOL.map(token, range(3))),
        "threads": THREADS.map(token, range(2)) + [THREADS.apply(token)],
        "loop": asyncio.run(later()),
        "background": asyncio.run_coroutine_threadsafe(later(), LOOP).result(),
    }
    with concurrent.futures.ThreadPoolExecutor() as own:
        found["own"] = list(own.map(token, range(3)))
    return found


class Agent(ResponsesAgent):
    def text(self, request):
        global CLIENT
        wanted = (request.custom_inputs or {}).get("do", "nothing")
        if wanted == "token":
            return str(token())
        if wanted == "everywhere":
            tokens = {one for many in everywhere().values() for one in many}
            # One client for all questions asks with the token of each.
            CLIENT = CLIENT or client()
            return f"{len(tokens)} {CLIENT.current_user.me().user_name}"
        if wanted == "query":
            return query(client(), request.custom_inputs["name"])
        if wanted == "query as agent":
            return query(WorkspaceClient(), request.custom_inputs["name"])
        if wanted == "call as agent":
            return str(WorkspaceClient().api_client.do("GET", request.custom_inputs["path"]))
        return "nothing"

    def predict(self, request):
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=self.text(request), id="m")])

    def predict_stream(self, request):
        for _ in range(5):
            name = client().current_user.me().user_name
            yield ResponsesAgentStreamEvent(**self.create_text_delta(delta=name + " ", item_id="m"))
            time.sleep(0.02)
        item = self.create_text_output_item(text="done", id="m")
        yield ResponsesAgentStreamEvent(type="response.output_item.done", item=item)


mlflow.models.set_model(Agent())
