import mlflow
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
from hr_bot.retrieval import handbook
from hr_bot.settings import get_settings
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

settings = get_settings()


class HrAgent(ResponsesAgent):
    def __init__(self):
        self.llm = ChatDatabricks(endpoint=settings.llm, max_tokens=800)
        self.retriever = handbook()
        self.leave = GenieAgent(
            genie_space_id=settings.leave_space,
            genie_agent_name="leave",
            description="Balances and requests of leave",
        )

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        passages = "\n\n".join(d.page_content for d in self.retriever.invoke(question))
        balances = self.leave.invoke({"messages": [{"role": "user", "content": question}]})
        reply = self.llm.invoke(
            [
                ("system", f"Handbook:\n{passages}\n\nLeave data:\n{balances['messages'][-1].content}"),
                ("user", question),
            ]
        )
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content, id=reply.id)]
        )


mlflow.models.set_model(HrAgent())
