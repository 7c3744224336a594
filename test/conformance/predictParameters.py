"""Which parameters of predict MLflow itself can call. Reads [class, parameters] pairs as JSON, prints what came of each."""

import json
import sys
import warnings

import mlflow
import pandas as pd
from mlflow.pyfunc import ChatAgent, ChatModel, PythonModel, ResponsesAgent
from mlflow.pyfunc.loaders.chat_agent import _ChatAgentPyfuncWrapper
from mlflow.pyfunc.loaders.chat_model import _ChatModelPyfuncWrapper
from mlflow.pyfunc.loaders.responses_agent import _ResponsesAgentPyfuncWrapper
from mlflow.pyfunc.model import PythonModelContext, _PythonModelPyfuncWrapper

warnings.filterwarnings("ignore")
mlflow.tracing.disable()
context = PythonModelContext({}, {})
message = {"role": "user", "content": "x"}


class Reached(BaseException):
    """The body was run: MLflow could call it."""


def wrapped(kind, agent):
    if kind == "PythonModel":
        return _PythonModelPyfuncWrapper(agent, context, None), pd.DataFrame({"q": ["x"]})
    if kind == "ChatModel":
        return _ChatModelPyfuncWrapper(agent, context, None), {"messages": [message]}
    if kind == "ChatAgent":
        return _ChatAgentPyfuncWrapper(agent), {"messages": [message]}
    more = [] if mlflow.__version__.startswith("2.") else [context]
    return _ResponsesAgentPyfuncWrapper(agent, *more), {"input": [message]}


def tried(kind, parameters):
    base = {"PythonModel": PythonModel, "ChatModel": ChatModel, "ChatAgent": ChatAgent, "ResponsesAgent": ResponsesAgent}[kind]
    inner = {}
    exec(f"def predict({parameters}):\n    raise Reached(isinstance(locals().get('model_input'), PythonModelContext))", globals(), inner)
    try:
        agent = type("Agent", (base,), {"predict": inner["predict"], "__module__": "agent"})()
        model, question = wrapped(kind, agent)
        model.predict(question)
    except Reached as reached:
        return "context as model_input" if reached.args[0] else "called"
    except Exception as problem:
        return "refused" if isinstance(problem, (TypeError, IndexError)) else f"{type(problem).__name__}: {problem}"
    return "returned"


print(json.dumps([tried(*case) for case in json.load(sys.stdin)]))
