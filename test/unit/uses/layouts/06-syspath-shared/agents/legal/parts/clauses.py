from databricks_langchain import VectorSearchRetrieverTool
from endpoints import CONFIG


class ClauseFinder:
    def __init__(self):
        search = CONFIG["search"]
        self.tool = VectorSearchRetrieverTool(
            index_name=f"{search['catalog']}.{search['schema']}.clauses_index",
            num_results=search.get("k", 3),
        )

    def find(self, text: str) -> str:
        return "\n---\n".join(d.page_content for d in self.tool.invoke(text))
