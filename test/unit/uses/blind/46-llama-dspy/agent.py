import os

import dspy
import mlflow
from dspy.retrieve.databricks_rm import DatabricksRM
from llama_index.core import Settings
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.databricks import DatabricksEmbedding
from llama_index.llms.databricks import Databricks
from llama_index.llms.openai import OpenAI
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatCompletionResponse

STAGE = os.environ.get("STAGE", "prod")
MODELS = {
    "prod": {"model": "databricks/databricks-claude-sonnet-4-5", "max_tokens": 2000},
    "dev": {"model": "databricks/databricks-gpt-oss-20b"},
}
lm = dspy.LM(**MODELS[STAGE], cache=False)
gpt = dspy.LM("openai/gpt-4o-mini")
dspy.configure(lm=lm)

Settings.llm = Databricks(model="databricks-llama-4-maverick", api_base=f"{os.environ['DATABRICKS_HOST']}/serving-endpoints")
Settings.embed_model = DatabricksEmbedding(model="databricks-gte-large-en")
outsider = OpenAI(model="gpt-4o")


class Answer(dspy.Signature):
    """Answers from passages of museum.kb.labels."""

    context: list[str] = dspy.InputField()
    question: str = dspy.InputField()
    answer: str = dspy.OutputField()


class Guide(dspy.Module):
    def __init__(self, k: int = 3):
        super().__init__()
        self.retrieve = DatabricksRM(
            databricks_index_name="museum.kb.works_index",
            databricks_endpoint=os.environ["DATABRICKS_HOST"],
            text_column_name="text",
            docs_id_column_name="id",
            columns=["id", "text"],
            k=k,
        )
        self.answer = dspy.ChainOfThought(Answer)

    def forward(self, question: str):
        return self.answer(context=self.retrieve(question).docs, question=question)


guide = Guide()


def ask_guide(question: str) -> str:
    """Asks the guide."""
    with dspy.context(lm=dspy.LM(model=f"databricks/{os.getenv('SMALL', 'museum-small')}")):
        return guide(question=question).answer


workflow = FunctionAgent(tools=[FunctionTool.from_defaults(fn=ask_guide)], system_prompt="Guide visitors.")


class Museum(ChatModel):
    async def _run(self, text):
        return await workflow.run(user_msg=text)

    def predict(self, context, messages, params=None):
        import asyncio

        text = asyncio.run(self._run(messages[-1].content))
        return ChatCompletionResponse.from_dict({"choices": [{"message": {"role": "assistant", "content": str(text)}}]})


mlflow.models.set_model(Museum())
