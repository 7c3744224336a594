import mlflow
from databricks.vector_search.client import VectorSearchClient
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import PythonModel


class HotelModel(PythonModel):
    def load_context(self, context):
        conf = context.model_config
        self.endpoint = conf["endpoint"]
        self.safety = conf.get("safety_endpoint", "llama-guard-3")
        self.k = conf.get("retriever", {}).get("k", 3)
        self.deploy = get_deploy_client("databricks")
        self.index = VectorSearchClient(disable_notice=True).get_index(index_name=conf["retriever"]["index"])

    def _safe(self, text: str) -> bool:
        verdict = self.deploy.predict(endpoint=self.safety, inputs={"messages": [{"role": "user", "content": text}]})
        return "unsafe" not in verdict["choices"][0]["message"]["content"]

    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        if not self._safe(question):
            return "I cannot help with that."
        hits = self.index.similarity_search(query_text=question, columns=["name", "text"], num_results=self.k)
        passages = "\n".join(row[1] for row in hits["result"]["data_array"])
        out = self.deploy.predict(
            endpoint=self.endpoint,
            inputs={"messages": [{"role": "system", "content": passages}, {"role": "user", "content": question}]},
        )
        return out["choices"][0]["message"]["content"]


mlflow.models.set_model(HotelModel())
