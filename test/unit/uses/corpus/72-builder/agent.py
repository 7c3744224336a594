import mlflow

from building import AgentBuilder

agent = (
    AgentBuilder("main.radio")
    .with_llm("databricks-claude-sonnet-4", temperature=0.2)
    .with_index("programme_index")
    .with_index("archive_index")
    .with_function("now_playing")
    .build()
)
mlflow.models.set_model(agent)
