import uuid
from contextlib import contextmanager

import mlflow
import psycopg
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge.lakebase import LakebasePool

INSTANCE = "booking-state"
DATABASE = "databricks_postgres"

w = WorkspaceClient()


@contextmanager
def connect():
    instance = w.database.get_database_instance(name=INSTANCE)
    credential = w.database.generate_database_credential(request_id=str(uuid.uuid4()), instance_names=[INSTANCE])
    with psycopg.connect(
        host=instance.read_write_dns,
        dbname=DATABASE,
        user=w.current_user.me().user_name,
        password=credential.token,
        sslmode="require",
    ) as connection:
        yield connection


audit = LakebasePool(instance_name="audit-log")


class Bookings(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        guest = model_input["guest"]
        with connect() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT room, night FROM public.bookings WHERE guest = %s", (guest,))
            rows = cursor.fetchall()
        with audit.connection() as connection:
            connection.execute("INSERT INTO audit.reads (guest, n) VALUES (%s, %s)", (guest, len(rows)))
        return [{"room": room, "night": str(night)} for room, night in rows]


mlflow.models.set_model(Bookings())
