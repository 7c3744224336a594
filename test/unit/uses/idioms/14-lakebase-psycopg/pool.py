import os
import uuid

import psycopg
from databricks.sdk import WorkspaceClient
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

w = WorkspaceClient()
INSTANCE_NAME = "travel-notes"


class TokenConnection(psycopg.Connection):
    @classmethod
    def connect(cls, conninfo: str = "", **kwargs):
        credential = w.database.generate_database_credential(
            request_id=str(uuid.uuid4()), instance_names=[INSTANCE_NAME]
        )
        kwargs["password"] = credential.token
        return super().connect(conninfo, **kwargs)


def make_pool() -> ConnectionPool:
    instance = w.database.get_database_instance(name=INSTANCE_NAME)
    return ConnectionPool(
        f"dbname=travel user={os.environ['PGUSER']} host={instance.read_write_dns} sslmode=require",
        connection_class=TokenConnection,
        min_size=1,
        max_size=4,
        kwargs={"row_factory": dict_row},
    )


def replica_dsn() -> str:
    replica = w.database.get_database_instance(os.environ["REPLICA_INSTANCE"])
    return f"dbname=travel host={replica.read_only_dns} sslmode=require"
