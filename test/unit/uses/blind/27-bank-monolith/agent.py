"""Bank assistant. Grew over two years; please do not add to it."""
# pylint: disable=too-many-lines,broad-except
import datetime as dt
import hashlib
import json
import logging
import os
import random
import re
import sys
import time
import traceback
from typing import Any, Callable, Dict, List, Optional, Tuple, Union

import mlflow
import pandas as pd
import requests
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import PythonModel
from openai import OpenAI

log = logging.getLogger("bank")
log.setLevel(logging.DEBUG if os.environ.get("DEBUG") else logging.INFO)
log.info("models so far: databricks-dbrx-instruct, databricks-mixtral-8x7b-instruct")

# --------------------------------------------------------------------------- configuration
ENV = os.environ.get("BANK_ENV", "prod")
IS_PROD = ENV == "prod"

LLM = "databricks-claude-sonnet-4"
LLM_OLD = "databricks-meta-llama-3-1-70b-instruct"
GUARD = "bank-guardrail"
INTENT = "bank-intent-classifier"
EMBEDDING = "databricks-gte-large-en"
INDEX_ENDPOINT = "bank-vs"
INDEXES = {
    "faq": "bank_prod.kb.faq_index",
    "products": "bank_prod.kb.products_index",
    "internal": "bank_prod.kb.internal_index",
}
PUBLIC = [k for k in INDEXES if k != "internal"]
WAREHOUSE = "ba4cba4cba4cba4c"
STATEMENTS = {
    "balance": "SELECT balance FROM bank_prod.core.accounts WHERE customer = :customer",
    "last": """SELECT t.booked, t.amount, bank_prod.core.mask(t.iban) AS iban
               FROM bank_prod.core.transactions t WHERE t.customer = :customer ORDER BY 1 DESC LIMIT 10""",
    "everything": "SELECT * FROM bank_prod.core.customers",
}
SYSTEM = """You work for a bank.
Tables you know: bank_prod.core.accounts, bank_prod.core.cards. You may say: SELECT 1 FROM bank_prod.core.cards.
"""
IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")

# --------------------------------------------------------------------------- clients
_w = WorkspaceClient()
_vs: Optional[VectorSearchClient] = None
_deploy = get_deploy_client("databricks")


def vs() -> VectorSearchClient:
    global _vs
    if _vs is None:
        _vs = VectorSearchClient(disable_notice=True)
    return _vs


def openai_client() -> OpenAI:
    headers = _w.config.authenticate()
    return OpenAI(api_key=headers["Authorization"][7:], base_url=f"https://{_w.config.hostname}/serving-endpoints")


# --------------------------------------------------------------------------- helpers
def retry(times=3, on=(Exception,)):
    def deco(f):
        def inner(*args, **kwargs):
            last: Optional[Exception] = None
            for i in range(times):
                try:
                    return f(*args, **kwargs)
                except on as e:
                    last = e
                    time.sleep(random.random() * 2**i)
            raise last  # type: ignore[misc]

        inner.__name__ = f.__name__
        return inner

    return deco


def mask(text: str) -> str:
    return IBAN.sub(lambda m: hashlib.sha1(m.group().encode()).hexdigest()[:8], text)


def now() -> str:
    return dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")


def legacy_answer(q: str) -> str:
    r = _deploy.predict(endpoint=LLM_OLD, inputs={"messages": [{"role": "user", "content": q}]})
    return r["choices"][0]["message"]["content"]


def translate(q: str, to: str = "en") -> str:
    key = os.environ.get("DEEPL_KEY")
    if not key:
        return q
    r = requests.post("https://api.deepl.com/v2/translate", data={"text": q, "target_lang": to}, timeout=10)
    return r.json()["translations"][0]["text"]


def dump_customers() -> pd.DataFrame:
    return sql(STATEMENTS["everything"])


# --------------------------------------------------------------------------- steps
@retry(on=(requests.HTTPError,))
def classify(q: str) -> Tuple[str, float]:
    r = _deploy.predict(endpoint=INTENT, inputs={"dataframe_split": {"columns": ["text"], "data": [[q]]}})
    p = r["predictions"][0]
    return p["label"], p["score"]


def guard(q: str) -> bool:
    url = _w.config.host + "/serving-endpoints/" + GUARD + "/invocations"
    r = requests.post(url, headers=_w.config.authenticate(), json={"inputs": [q]}, timeout=5)
    return not r.ok or r.json()["predictions"][0] != "unsafe"


def embed(q: str) -> List[float]:
    r = _deploy.predict(endpoint=EMBEDDING, inputs={"input": [q]})
    return r.data[0]["embedding"]


def retrieve(q: str, where: str, k: int = 4) -> List[str]:
    index = vs().get_index(INDEX_ENDPOINT, INDEXES[where])
    hits = index.similarity_search(query_vector=embed(q), columns=["text"], num_results=k)
    return [h[0] for h in hits.get("result", {}).get("data_array", [])]


def sql(statement: str, **params: Any) -> pd.DataFrame:
    r = _w.statement_execution.execute_statement(
        warehouse_id=WAREHOUSE,
        statement=statement,
        parameters=[{"name": k, "value": v} for k, v in params.items()],
    )
    return pd.DataFrame(r.result.data_array, columns=[c.name for c in r.manifest.schema.columns])


def chat(messages: List[Dict[str, str]], **kwargs: Any) -> str:
    r = openai_client().chat.completions.create(model=LLM, messages=messages, **{"temperature": 0.0, **kwargs})
    return r.choices[0].message.content


HANDLERS: Dict[str, Callable[[str, str], Union[str, pd.DataFrame]]] = {
    "balance": lambda q, customer: sql(STATEMENTS["balance"], customer=customer),
    "transactions": lambda q, customer: sql(STATEMENTS["last"], customer=customer),
}
for _name in PUBLIC:
    HANDLERS[_name] = lambda q, customer, _n=_name: "\n".join(retrieve(q, _n))
if "--legacy" in sys.argv and False:
    HANDLERS["legacy"] = lambda q, customer: legacy_answer(q)


# --------------------------------------------------------------------------- model
class BankAssistant(PythonModel):
    def predict(self, context, model_input, params: Optional[Dict[str, Any]] = None):
        if isinstance(model_input, pd.DataFrame):
            model_input = model_input.to_dict(orient="records")
        return [self._one(row) for row in model_input]

    @mlflow.trace
    def _one(self, row: Dict[str, Any]) -> Dict[str, Any]:
        q = mask(row["messages"][-1]["content"])
        if not guard(q):
            return {"text": "Sorry.", "at": now()}
        try:
            intent, score = classify(translate(q))
            facts = HANDLERS.get(intent, HANDLERS["faq"])(q, row.get("customer", "")) if score > 0.4 else ""
            if isinstance(facts, pd.DataFrame):
                facts = facts.to_markdown(index=False)
            text = chat([{"role": "system", "content": SYSTEM + str(facts)}, *row["messages"]])
        except Exception:
            log.error("%s", traceback.format_exc())
            text = "Please call us."
        return {"text": text, "at": now()}


mlflow.models.set_model(BankAssistant())

if __name__ == "__main__":
    print(json.dumps(BankAssistant().predict(None, [{"messages": [{"role": "user", "content": sys.argv[1]}]}])))
    print(dump_customers())
    print(chat([{"role": "user", "content": "hello"}]), retrieve("x", "internal"))
