import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

mlflow.set_tracking_uri("databricks")
mlflow.set_registry_uri("databricks-uc")
mlflow.set_experiment("/Shared/agents/insurance")

w = WorkspaceClient()

prompt = mlflow.genai.load_prompt("prompts:/main.insurance.system_prompt@production")
forest = mlflow.sklearn.load_model("models:/main.insurance.fraud_forest@champion")
terms = w.files.download("/Volumes/main/insurance/docs/terms.txt").contents.read().decode()
token = w.dbutils.secrets.get(scope="insurance", key="partner-token")

mlflow.models.set_retriever_schema(
    name="claims", primary_key="id", text_column="text", doc_uri="url", other_columns=["main.insurance.x"]
)

claims = VectorSearchRetrieverTool(index_name="main.insurance.claims_index", tool_name="claims")


def fraud(amount: float, days: int) -> float:
    """Probability of fraud."""
    return float(forest.predict_proba([[amount, days]])[0][1])


def partner(claim: str) -> str:
    """Asks the partner company."""
    import requests

    return requests.get(f"https://api.partner.example/claims/{claim}", headers={"x-token": token}, timeout=10).text


agent = create_react_agent(
    ChatDatabricks(endpoint="databricks-claude-sonnet-4"),
    [claims, fraud, partner],
    prompt=prompt.format(terms=terms),
)
mlflow.models.set_model(agent)
