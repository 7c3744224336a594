import mlflow
from crewai import LLM, Agent, Crew, Process, Task
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from crew_agent.tools import Audience, PressArchive

MODELS = {
    "researcher": "databricks-claude-3-7-sonnet",
    "writer": "databricks-llama-4-maverick",
}


def member(role: str, goal: str, tools=()) -> Agent:
    return Agent(
        role=role,
        goal=goal,
        backstory="Works for the press desk.",
        llm=LLM(model="databricks/" + MODELS[role]),
        tools=list(tools),
        allow_delegation=False,
    )


class PressDesk(ResponsesAgent):
    def __init__(self):
        self.researcher = member("researcher", "Find what was written", [PressArchive(), Audience()])
        self.writer = member("writer", "Write a short note")

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        find = Task(
            description=str(request.input[-1].content),
            expected_output="a list of facts",
            agent=self.researcher,
        )
        write = Task(
            description="Write the note", expected_output="80 words", agent=self.writer, context=[find]
        )
        crew = Crew(
            agents=[self.researcher, self.writer], tasks=[find, write], process=Process.sequential
        )
        text = crew.kickoff().raw
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="note")])


mlflow.models.set_model(PressDesk())
