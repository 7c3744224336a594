from abc import ABC

from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse


class RetrievalAgent(ChatAgent, ABC):
    """Retrieval with functions. Subclasses say from where."""

    endpoint = "databricks-claude-sonnet-4"
    index_name = "main.base.example_index"
    functions = ["main.common.today"]
    system_prompt = "You are helpful."

    def __init__(self):
        self.llm = ChatDatabricks(model=self.endpoint)
        self.tools = UCFunctionToolkit(function_names=self.functions).tools
        self.tools.append(VectorSearchRetrieverTool(index_name=self.index_name))
        self.graph = create_react_agent(self.llm, self.tools, prompt=self.system_prompt)

    def postprocess(self, text: str) -> str:
        return text

    def predict(self, messages, context=None, custom_inputs=None):
        out = self.graph.invoke({"messages": [m.model_dump() for m in messages]})
        text = self.postprocess(out["messages"][-1].content)
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="0")])
