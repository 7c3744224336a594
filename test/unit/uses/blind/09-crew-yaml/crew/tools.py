from typing import Any, Type

import requests
from crewai.tools import BaseTool
from databricks import sql
from databricks.sdk import WorkspaceClient
from pydantic import BaseModel, Field, PrivateAttr


class Query(BaseModel):
    query: str = Field(..., description="what to look for")


class Symbol(BaseModel):
    symbol: str
    days: int = 30


class NewsSearch(BaseTool):
    name: str = "news"
    description: str = "Searches market.news.articles"
    args_schema: Type[BaseModel] = Query
    index_name: str = "market.news.articles_idx"
    _w: Any = PrivateAttr(default_factory=WorkspaceClient)

    def _run(self, query: str) -> str:
        found = self._w.vector_search_indexes.query_index(
            index_name=self.index_name, columns=["headline", "body"], query_text=query, num_results=8
        )
        return "\n\n".join(" - ".join(r[:2]) for r in found.result.data_array or [])


class PriceHistory(BaseTool):
    name: str = "prices"
    description: str = "Closing prices"
    args_schema: Type[BaseModel] = Symbol

    def _run(self, symbol: str, days: int = 30) -> str:
        config = WorkspaceClient().config
        with sql.connect(
            server_hostname=config.hostname,
            http_path="/sql/1.0/warehouses/5a1e5a1e5a1e5a1e",
            credentials_provider=lambda: config.authenticate,
        ) as connection:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT day, close FROM market.gold.prices_daily WHERE symbol = ? AND day > current_date() - ?",
                    [symbol, days],
                )
                return "\n".join(f"{d}: {c:.2f}" for d, c in cursor.fetchall())


class Scrape(BaseTool):
    """Switched off by the lawyers."""

    name: str = "scrape"
    description: str = "Reads a page"

    def _run(self, url: str) -> str:
        w = WorkspaceClient()
        r = requests.post(f"{w.config.host}/serving-endpoints/html-cleaner/invocations", json={"url": url})
        return r.text
