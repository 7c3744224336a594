from databricks_openai import VectorSearchRetrieverTool

from .base import skill


@skill("documents")
class Documents:
    def __init__(self):
        self.tool = VectorSearchRetrieverTool(index_name="lab.protocols.steps_index")

    def run(self, question: str):
        return self.tool.execute(query=question)
