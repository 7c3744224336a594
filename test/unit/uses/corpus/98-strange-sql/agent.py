import string

import mlflow
from databricks.sdk import WorkspaceClient
from jinja2 import Template

w = WorkspaceClient()
WAREHOUSE = "beadbeadbeadbead"

NESTED = """SELECT /* outer /* FROM main.no.one */ still FROM main.no.two */ a.`from`, "main.no.three" AS s, '-- ''quoted'' FROM main.no.four'
FROM main.yes.alpha AS a -- FROM main.no.five
  , LATERAL (SELECT max(x) FROM main . yes . `beta gamma`) AS m"""
SEVERAL = "SET x = 1; USE CATALOG main; INSERT OVERWRITE main.yes.copies TABLE main.yes.source; SELECT 1 WHERE ';' = ';'"
MERGE = """
MERGE INTO main.yes.target AS t USING (VALUES (1, 'main.no.six')) AS s(id, name) ON t.id = s.id
WHEN MATCHED THEN UPDATE SET t.name = s.name
"""
RECURSIVE = """
WITH RECURSIVE tree (id) AS (SELECT id FROM main.yes.roots UNION ALL SELECT n.id FROM main.yes.nodes n JOIN tree ON n.parent = tree.id),
     `main.no.seven` AS (SELECT 1)
SELECT * FROM tree, `main.no.seven`
"""
PIPE = "FROM main.yes.piped |> WHERE x > 1 |> SELECT x, extract(DAY FROM at), trim(BOTH ' ' FROM y)"
WILD = "SELECT * FROM IDENTIFIER(:table)"
TEMPLATE = Template("SELECT * FROM main.{{ schema }}.{{ table }}")
DOLLARS = string.Template("SELECT count(*) FROM $catalog.yes.$table").substitute(catalog="main", table="dollars")


def run(statement, **parameters):
    return w.statement_execution.execute_statement(
        statement=statement, warehouse_id=WAREHOUSE, parameters=[{"name": k, "value": v} for k, v in parameters.items()]
    ).result.data_array


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        out = [run(s) for s in (NESTED, SEVERAL, MERGE, RECURSIVE, PIPE, DOLLARS)]
        out.append(run(WILD, table=model_input["table"]))
        out.append(run(TEMPLATE.render(schema=model_input["schema"], table="x")))
        return out


mlflow.models.set_model(Model())
