import uuid

import mlflow
from databricks_langchain import VectorSearchRetrieverTool
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

import common.clients as clients
from common.texts import GREETING

deploy = get_deploy_client("databricks")
search = VectorSearchRetrieverTool(index_name=clients.HARBOUR_INDEX)


class HarbourAgent(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None) -> ChatAgentResponse:
        question = messages[-1].content
        answer = deploy.predict(
            endpoint="harbour-answers",
            inputs={"context": str(search.invoke(question)), "question": question},
        )
        text = f"{GREETING} {answer['predictions'][0]}"
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=text, id=str(uuid.uuid4()))]
        )


mlflow.models.set_model(HarbourAgent())
