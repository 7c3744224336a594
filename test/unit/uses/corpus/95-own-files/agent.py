import configparser
import json
import tomllib
from pathlib import Path

import mlflow
import yaml
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, GenieAgent, VectorSearchRetrieverTool

FOLDER = Path(__file__).parent / "settings"

with open(FOLDER / "models.yaml", encoding="utf-8") as f:
    models = yaml.safe_load(f)
spaces = json.loads((FOLDER / "spaces.json").read_text())
search = tomllib.loads((FOLDER / "search.toml").read_text())
ini = configparser.ConfigParser()
ini.read(FOLDER / "embedding.ini")

llm = ChatDatabricks(endpoint=models["chat"]["endpoint"])
docs = VectorSearchRetrieverTool(index_name=search["index"]["name"])
embedding = DatabricksEmbeddings(endpoint=ini["embedding"]["endpoint"])
genie = GenieAgent(spaces["sales"])


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        q = model_input["q"]
        return llm.invoke(f"{docs.invoke(q)}{embedding.embed_query(q)}{genie.invoke({'messages': [('user', q)]})}").content


mlflow.models.set_model(Model())
