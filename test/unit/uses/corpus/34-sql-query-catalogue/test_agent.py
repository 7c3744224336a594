"""Runs against a scratch schema on a developer's workspace."""

import pytest
from databricks import sql

from agent import QUERIES


@pytest.fixture
def cursor():
    with sql.connect(http_path="/sql/1.0/warehouses/99999999deadbeef") as connection:
        yield connection.cursor()


@pytest.mark.parametrize("name", list(QUERIES))
def test_statement(cursor, name):
    cursor.execute("CREATE OR REPLACE TABLE scratch.test.revenue AS SELECT 1 AS amount, '2025-01' AS month")
    cursor.execute(QUERIES[name].replace("finance.gold", "scratch.test"), {"month": "2025-01"})
    assert cursor.fetchone()
