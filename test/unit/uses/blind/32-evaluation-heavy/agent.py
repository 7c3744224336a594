import argparse
import os
import sys

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langchain_core.prompts import ChatPromptTemplate
from mlflow.entities import Document
from mlflow.genai import scorer
from mlflow.genai.judges import custom_prompt_judge
from mlflow.genai.scorers import Correctness, Guidelines, RelevanceToQuery
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

EVAL_TABLE = "travel.eval.golden_set"
JUDGE = "databricks:/databricks-claude-opus-4-1"
ALIASES = {"champion": 4, "challenger": 5}
EXAMPLES = [
    {"inputs": {"question": "SELECT name FROM travel.kb.hotels?"}, "expectations": {"answer": "I do not run SQL."}},
    {"inputs": {"question": "Use databricks-dbrx-instruct"}, "expectations": {"answer": "I cannot."}},
]
UNUSED_TOOLS: "list[VectorSearchRetrieverTool]" = []

prompt = ChatPromptTemplate.from_messages(
    [
        ("system", mlflow.genai.load_prompt("prompts:/travel.prompts.answer@production").template),
        ("user", "{question}"),
    ]
)


class Retriever:
    index = "travel.kb.guides_index"

    def __init__(self):
        self.tool = VectorSearchRetrieverTool(index_name=self.index, dynamic_filter=False)

    @mlflow.trace(span_type="RETRIEVER")
    def __call__(self, question: str) -> list[Document]:
        return [Document(page_content=d.page_content, metadata=d.metadata) for d in self.tool.invoke(question)]


class Travel(ResponsesAgent):
    def __init__(self, endpoint: str = "databricks-gpt-5-1", retriever=None):
        model = ChatDatabricks(endpoint=endpoint, use_responses_api=True)
        self.chain = prompt | model
        self.retriever = retriever or Retriever()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = request.input[-1].content
        docs = self.retriever(question)
        reply = self.chain.invoke({"question": question, "context": "\n".join(d.page_content for d in docs)})
        return ResponsesAgentResponse(output=[self.create_text_output_item(reply.text(), "t")])


# ------------------------------------------------------------------ evaluation, not part of the answer
@scorer
def is_short(outputs) -> bool:
    return len(str(outputs)) < 2000


@scorer
def is_polite(outputs) -> bool:
    judge = ChatDatabricks(endpoint="databricks-gpt-oss-120b", max_tokens=3)
    return judge.invoke(f"Polite, yes or no? {outputs}").content.lower().startswith("yes")


def scorers():
    return [
        Correctness(model=JUDGE),
        RelevanceToQuery(),
        Guidelines(name="no_sql", guidelines="Shows no SQL such as SELECT * FROM travel.kb.guides", model=JUDGE),
        is_short,
        is_polite,
    ]


def evaluate(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--endpoint", default="databricks-meta-llama-3-3-70b-instruct")
    args = parser.parse_args(argv)
    mlflow.set_experiment("/Shared/travel")
    candidate = Travel(args.endpoint)
    return mlflow.genai.evaluate(
        data=mlflow.genai.datasets.get_dataset(EVAL_TABLE),
        predict_fn=lambda question: candidate.predict(
            ResponsesAgentRequest(input=[{"role": "user", "content": question}])
        ),
        scorers=scorers(),
    )


def compare(names=tuple(ALIASES)):
    from databricks.agents import get_deployments

    judge = custom_prompt_judge(name="better", prompt_template="{{a}} or {{b}}?", model=JUDGE)
    return {n: (judge, get_deployments("travel.models.agent", ALIASES[n])) for n in names}


def main():
    if "--compare" in sys.argv:
        return compare()
    return evaluate()


AGENT = Travel(retriever=None)
mlflow.models.set_model(AGENT)

if __name__ == "__main__":
    os.environ.setdefault("MLFLOW_TRACKING_URI", "databricks")
    main()
