import mlflow
from databricks_langchain import VectorSearchRetrieverTool
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

import rest


def scorer(endpoint):
    def score(record):
        return rest.invoke(endpoint, body={"dataframe_records": [record]})["predictions"][0]

    return score


def retrievers(schema, names=["rules_index"], **options):
    for name in names:
        yield VectorSearchRetrieverTool(index_name=f"{schema}.{name}", **options)


fraud = scorer("fraud-detector")
TOOLS = [
    *retrievers("bank.fraud", num_results=3),
    *retrievers("bank.cases", ["closed_index", "open_index"], num_results=5),
]


def chat(*messages, model="databricks-claude-sonnet-4", **options):
    body = {"messages": [dict(zip(("role", "content"), m)) for m in messages], **options}
    return rest.invoke(model, body=body)["choices"][0]["message"]["content"]


class FraudAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        extra = dict(request.custom_inputs or {})
        facts = [tool.invoke(question) for tool in TOOLS]
        if record := extra.pop("record", None):
            facts.append(fraud(record))
        if second := extra.pop("second_opinion", None):
            facts.append(scorer(second)(record))
        facts.append(rest.genie("01f0c1c2c3c4c5c6c7c8c9cacbcccdce", body={"content": question}))
        text = chat(("system", str(facts)), ("user", question), max_tokens=400)
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="fraud")])


mlflow.models.set_model(FraudAgent())
