import os
from functools import partial

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import DatabricksOpenAI, VectorSearchRetrieverTool
from mlflow.pyfunc import PythonModel

from pipes import Step, chain, step

openai = DatabricksOpenAI()


def complete(prompt, *, model, system="You are brief."):
    out = openai.chat.completions.create(
        model=model, messages=[{"role": "system", "content": system}, {"role": "user", "content": str(prompt)}]
    )
    return out.choices[0].message.content


def llm(model, **kwargs):
    return Step(partial(complete, model=model, **kwargs), model)


def lookup(index, top=3):
    tool = VectorSearchRetrieverTool(index_name=index, num_results=top)

    def run(query):
        return "\n".join(d["page_content"] for d in tool.execute(query))

    return Step(run, index.split(".")[-1])


def table(name):
    w = WorkspaceClient()

    @step
    def rows(_):
        return w.statement_execution.execute_statement(
            statement=f"TABLE {name}", warehouse_id=os.getenv("WINE_WAREHOUSE", "0123012301230123"), row_limit=20
        ).result.data_array

    return rows


@step
def clean(text):
    return text.strip().removesuffix("?")


@step
def merge(pair):
    (notes, prices), = [pair]
    return f"Notes:\n{notes}\nPrices:\n{prices}"


rewrite = llm("databricks-gpt-5-nano", system="Rewrite for search.")
evidence = lookup("wine.notes.tastings_index", top=6) & table("wine.shop.prices")
answer = llm("databricks-claude-sonnet-4-5")
translate = llm("databricks-gemma-3-12b", system="Translate.")
experiment = lambda: chain(clean, lookup("wine.notes.experimental_index"), translate)  # noqa: E731

sommelier = clean >> rewrite.when(lambda t: len(t) > 80) >> evidence >> merge >> answer


class Sommelier(PythonModel):
    def predict(self, context, model_input, params=None):
        return [sommelier(q) for q in model_input["question"]]


mlflow.models.set_model(Sommelier())
