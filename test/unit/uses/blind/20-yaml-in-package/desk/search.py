import os

import yaml
from databricks.sdk import WorkspaceClient

from . import conf_value

SYNONYMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "synonyms.yml")


class Search:
    def __init__(self, indexes: list[str], rerank: bool = False):
        self.indexes = indexes
        self.rerank = rerank
        self.client = WorkspaceClient()
        with open(SYNONYMS) as f:
            self.synonyms = yaml.load(f, Loader=yaml.SafeLoader)

    @classmethod
    def from_conf(cls):
        section = conf_value("search")
        return cls(section["indexes"], rerank=section.get("rerank", False))

    def expand(self, text: str) -> str:
        return " ".join(self.synonyms["words"].get(w, w) for w in text.split())

    def __call__(self, text: str):
        for index in self.indexes:
            found = self.client.vector_search_indexes.query_index(
                index_name=index, columns=["text"], query_text=self.expand(text)
            )
            yield from (row[0] for row in found.result.data_array or [])
        if self.synonyms.get("model"):
            yield self.client.serving_endpoints.query(self.synonyms["model"], prompt=text).choices[0].text
