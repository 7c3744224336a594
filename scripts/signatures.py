"""Regenerates provider/modelPackage/releases.generated.ts from real MLflow.

What a model directory holds for the fixed interfaces (signature, task, default example, which fields MLmodel has)
differs between MLflow releases and is not written down anywhere but in MLflow itself. So it is taken from there: this
script saves one tiny agent per interface with the MLflow of the interpreter that runs it, and puts what it finds under
that release into the table. Run it once per release, each in an environment that holds the release:

    python scripts/signatures.py provider/modelPackage/releases.generated.ts

The rest of the table is kept.
"""

import json
import os
import pathlib
import re
import sys
import tempfile

os.environ["MLFLOW_UV_AUTO_DETECT"] = "false"
os.environ.setdefault("MLFLOW_TRACKING_URI", pathlib.Path(tempfile.mkdtemp()).as_uri())

import cloudpickle  # noqa: E402
import mlflow  # noqa: E402
import yaml  # noqa: E402
from mlflow.models import ModelSignature, rag_signatures  # noqa: E402

AGENTS = {
    "ResponsesAgent": """
import mlflow
from mlflow.pyfunc import ResponsesAgent
class Agent(ResponsesAgent):
    def predict(self, request):
        return {"output": [{
            "type": "message", "id": "1", "role": "assistant", "status": "completed",
            "content": [{"type": "output_text", "text": "hello", "annotations": []}],
        }]}
    def predict_stream(self, request):  # abstract in MLflow 2.22
        yield {"type": "error"}
mlflow.models.set_model(Agent())
""",
    "ChatAgent": """
import mlflow
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse
class Agent(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content="hello", id="1")])
mlflow.models.set_model(Agent())
""",
    "ChatModel": """
import mlflow
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatCompletionResponse
class Agent(ChatModel):
    def predict(self, context, messages, params):
        return ChatCompletionResponse.from_dict({"choices": [
            {"index": 0, "message": {"role": "assistant", "content": "hello"}, "finish_reason": "stop"}]})
mlflow.models.set_model(Agent())
""",
    "PythonModel": """
import mlflow
class Agent(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input):
        return model_input
mlflow.models.set_model(Agent())
""",
}


def save(name: str, folder: pathlib.Path) -> tuple[dict, str | None]:
    """Saves the tiny agent `name`; its MLmodel and its example as written."""
    source = folder / f"{name}.py"
    source.write_text(AGENTS[name])
    target = folder / name
    extra = {"input_example": ["q"]} if name == "PythonModel" else {}
    mlflow.pyfunc.save_model(
        str(target), python_model=str(source), pip_requirements=[f"mlflow=={mlflow.__version__}"], **extra
    )
    example = target / "input_example.json"
    return yaml.safe_load((target / "MLmodel").read_text()), example.read_text() if example.exists() else None


# The request and response classes of mlflow.models.rag_signatures that a signature can be made of.
LEGACY_INPUTS = ["ChatCompletionRequest", "SplitChatMessagesRequest", "MultiturnChatRequest"]
LEGACY_OUTPUTS = ["ChatCompletionResponse", "StringResponse"]


def legacy_shapes() -> dict:
    """The schemas of the agents from before the interfaces, as a signature of them writes them."""
    request, response = rag_signatures.ChatCompletionRequest(), rag_signatures.StringResponse()
    shapes = {"inputs": {}, "outputs": {}}
    for name in LEGACY_INPUTS:
        signature = ModelSignature(inputs=getattr(rag_signatures, name)(), outputs=response)
        shapes["inputs"][name] = signature.to_dict()["inputs"]
    for name in LEGACY_OUTPUTS:
        signature = ModelSignature(inputs=request, outputs=getattr(rag_signatures, name)())
        shapes["outputs"][name] = signature.to_dict()["outputs"]
    return shapes


def release() -> dict:
    """What this interpreter's MLflow writes."""
    interfaces, fields = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for name in AGENTS:
            if not hasattr(mlflow.pyfunc, name):
                continue
            model, example = save(name, pathlib.Path(folder))
            if name == "PythonModel":
                fields = sorted(key for key in model if key not in ("flavors", "signature", "saved_input_example_info"))
                continue
            interfaces[name] = {
                "task": model["metadata"]["task"],
                "inputs": model["signature"]["inputs"],
                "outputs": model["signature"]["outputs"],
                "example": example,
                "fields": sorted(set(model) - {"flavors"}),
            }
    python_model = {"fields": fields, "cloudpickleVersion": cloudpickle.__version__}
    return {"interfaces": interfaces, "legacy": legacy_shapes(), **python_model}


def version_key(version: str) -> list[int]:
    """Releases in their order, not by their letters."""
    return [int(part) for part in version.split(".")]


def main(table: pathlib.Path) -> None:
    """Adds or replaces this release in the table."""
    text = table.read_text() if table.exists() else ""
    found = re.search(r"^/\* table \*/ (.*) /\* end \*/;$", text, re.MULTILINE | re.DOTALL)
    releases = json.loads(found.group(1)) if found else {}
    releases[mlflow.__version__] = release()
    ordered = {version: releases[version] for version in sorted(releases, key=version_key)}
    table.write_text(
        "// Made by scripts/signatures.py from real MLflow. Do not edit.\n"
        "// biome-ignore-all format: generated\n"
        "// biome-ignore-all lint: generated\n"
        'import type { ReleaseTable } from "./releases.js";\n\n'
        "export const releaseTable: ReleaseTable =\n"
        f"/* table */ {json.dumps(ordered, indent=1)} /* end */;\n"
    )
    print(f"{mlflow.__version__}: {', '.join(releases[mlflow.__version__]['interfaces'])}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
