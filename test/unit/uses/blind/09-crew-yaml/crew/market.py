from crewai import LLM, Agent, Crew, Process, Task
from crewai.project import CrewBase, agent, crew, task

from .tools import NewsSearch, PriceHistory, Scrape

manager_llm = LLM(model="databricks/databricks-gpt-5-1", temperature=0.2)


@CrewBase
class MarketCrew:
    """Crew of two and a manager."""

    agents_config = "config/agents.yaml"
    tasks_config = "config/tasks.yaml"

    @agent
    def analyst(self) -> Agent:
        return Agent(
            config=self.agents_config["analyst"],
            llm=LLM(model="databricks/databricks-claude-sonnet-4-5"),
            tools=[NewsSearch(), PriceHistory(result_as_answer=False)],
            verbose=True,
        )

    @agent
    def writer(self) -> Agent:
        return Agent(role="Writer", goal="Writes", backstory="Short sentences.", llm="databricks/databricks-llama-4-maverick")

    @task
    def research(self) -> Task:
        return Task(config=self.tasks_config["research"])

    @task
    def write(self) -> Task:
        return Task(config=self.tasks_config["write"], output_file="page.md")

    @crew
    def crew(self) -> Crew:
        return Crew(
            agents=self.agents,
            tasks=self.tasks,
            process=Process.hierarchical,
            manager_llm=manager_llm,
        )
