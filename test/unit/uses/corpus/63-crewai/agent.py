import mlflow
from crewai import LLM, Agent, Crew, Process, Task
from crewai.tools import tool
from databricks.sdk import WorkspaceClient

mlflow.crewai.autolog()
w = WorkspaceClient()

thinker = LLM(model="databricks/databricks-claude-sonnet-4", temperature=0.3)
drafter = LLM(model="databricks/databricks-gpt-oss-20b")


@tool("Search recipes")
def search_recipes(query: str) -> str:
    """Searches recipes by ingredients."""
    result = w.vector_search_indexes.query_index(
        index_name="main.food.recipes_index", columns=["title", "steps"], query_text=query, num_results=3
    )
    return "\n".join(" ".join(row[:2]) for row in result.result.data_array)


chef = Agent(role="Chef", goal="Find a dish", backstory="Cooked in Lyon.", llm=thinker, tools=[search_recipes])
editor = Agent(role="Editor", goal="Write it well", backstory="Wrote for main.food.magazine.", llm=drafter)


class Kitchen(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        find = Task(description=f"Find a dish with {model_input['ingredients']}", expected_output="A dish", agent=chef)
        write = Task(description="Write the recipe", expected_output="Markdown", agent=editor, context=[find])
        crew = Crew(agents=[chef, editor], tasks=[find, write], process=Process.sequential)
        return crew.kickoff().raw


mlflow.models.set_model(Kitchen())
