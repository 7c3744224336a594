import uuid
from typing import Any, Optional

import mlflow
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse, ChatContext

from retail_kit import Catalogue, StockReader


class RetailAgent(ChatAgent):
    def __init__(self, endpoint: str = "databricks-meta-llama-3-3-70b-instruct"):
        self.endpoint = endpoint
        self.deploy = get_deploy_client("databricks")
        self.catalogue = Catalogue()
        self.stock = StockReader()

    def _context_for(self, question: str) -> str:
        lines = self.catalogue.find(question)
        for line in list(lines):
            sku, _, _ = line.partition(":")
            for store, units, city in self.stock.units(sku):
                lines.append(f"{sku}: {units} in {store} ({city})")
        return "\n".join(lines)

    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        question = messages[-1].content or ""
        prompt = [
            {"role": "system", "content": self._context_for(question)},
            {"role": "user", "content": question},
        ]
        answer = self.deploy.predict(endpoint=self.endpoint, inputs={"messages": prompt})
        text = answer["choices"][0]["message"]["content"]
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=text, id=str(uuid.uuid4()))]
        )


mlflow.models.set_model(RetailAgent())
