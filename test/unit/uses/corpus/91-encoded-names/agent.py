import base64
import json
import zlib

import mlflow
from databricks_langchain import ChatDatabricks, GenieAgent, VectorSearchRetrieverTool

SETTINGS = json.loads('{"llm": "databricks-claude-sonnet-4", "spaces": {"a": "01f0abababababababababababababab"}}')
INDEX = base64.b64decode("bWFpbi5oaWRkZW4uZG9jc19pbmRleA==").decode()
PACKED = zlib.decompress(bytes.fromhex("789c4b49")) if False else b"databricks-gpt-oss-20b"

llm = ChatDatabricks(endpoint=SETTINGS["llm"])
docs = VectorSearchRetrieverTool(index_name=INDEX)
small = ChatDatabricks(endpoint=PACKED.decode("ascii"))
genie = GenieAgent(SETTINGS["spaces"]["a"])


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        q = model_input["q"]
        text = llm.invoke(f"{docs.invoke(q)}{genie.invoke({'messages': [('user', q)]})}").content
        return small.invoke("Shorter: " + text).content


mlflow.models.set_model(Model())
