from functools import partial

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks
from langchain_core.messages import HumanMessage, SystemMessage

w = WorkspaceClient()

Deterministic = partial(ChatDatabricks, temperature=0.0, timeout=60)
sonnet = Deterministic(model="databricks-claude-sonnet-4")
make_small = partial(ChatDatabricks, model="databricks-gemma-3-12b")

score = partial(w.serving_endpoints.query, name="lead-score")
search = partial(
    w.vector_search_indexes.query_index, "sales.crm.notes_index", columns=["note"], num_results=4
)


class LeadModel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        lead = model_input.to_dict(orient="records")[0]
        points = score(dataframe_records=[lead]).predictions[0]
        notes = search(query_text=lead["name"]).result.data_array
        judge = sonnet if points > 0.7 else make_small(temperature=0.3)
        return judge.invoke([SystemMessage("Advise on a lead."), HumanMessage(f"{lead} {points} {notes}")]).content


mlflow.models.set_model(LeadModel())
