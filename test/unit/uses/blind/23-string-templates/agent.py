import inspect
import os
import string
from datetime import date
from textwrap import dedent, indent

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

w = WorkspaceClient()
llm = DatabricksOpenAI()


class Names(dict):
    """Leaves unknown fields as they are."""

    def __missing__(self, key):
        return "{" + key + "}"


SITE = dict(catalog="plant", schema="sensors", suffix="gold")
LAYOUT = {"catalog": "{c}", "readings": "%(catalog)s.%(schema)s.readings_%(suffix)s"}

readings = LAYOUT["readings"] % SITE
machines = "{catalog}.{schema}.machines".format_map(Names(SITE))
alarms = string.Template("$catalog.${schema}.alarms").safe_substitute(SITE)
shifts = "{0[catalog]}.{0[schema]}.{1}".format(SITE, "shifts")
index = f"{SITE['catalog']!s}.docs.{'manuals':s}_{3:02d}"
model = "databricks-{family}-{major}-{minor}".format(family="gpt", major=5, minor=1)

STATUS = dedent(
    f"""
    SELECT m.name, r.value, a.text
    FROM {machines} m
    JOIN {readings} r USING (machine)
    LEFT JOIN {alarms} a ON a.machine = m.id AND a.day = DATE '{{day:%Y-%m-%d}}'
    WHERE m.line = :line
    """
).strip()

HANDOVER = inspect.cleandoc(
    """SELECT * FROM {shifts}
       WHERE day = current_date()"""
)

PROMPT = string.Template(
    """You are the shift lead. Never query plant.hr.people.
Facts:
$facts"""
)


def run(statement, **named):
    answer = w.statement_execution.execute_statement(
        warehouse_id=os.environ.get("PLANT_WAREHOUSE", "5e50aaaa00000000"),
        statement=statement,
        parameters=[{"name": k, "value": v} for k, v in named.items()],
    )
    return "\n".join("\t".join(map(str, r)) for r in answer.result.data_array or [])


def manuals(text):
    hits = w.vector_search_indexes.query_index(index_name=index, columns=["text"], query_text=text)
    return "\n".join(r[0] for r in hits.result.data_array)


def weekly_report():
    """Sent on Fridays by a job."""
    return run("SELECT * FROM {catalog}.{schema}.weekly".format(**SITE))


class Shift(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        line = (custom_inputs or {}).get("line", "L1")
        question = messages[-1].content
        facts = run(STATUS.format(day=date.today()), line=line)
        facts += run(HANDOVER.format_map({"shifts": shifts}))
        facts += indent(manuals(question), "  ")
        reply = llm.chat.completions.create(
            model=model,
            messages=[{"role": "system", "content": PROMPT.substitute(facts=facts)}, {"role": "user", "content": question}],
        )
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=reply.choices[0].message.content, id=reply.id)]
        )


mlflow.models.set_model(Shift())
