import dspy
from dspy.retrieve.databricks_rm import DatabricksRM


class Cite(dspy.Signature):
    """Answer from the passages and name them."""

    passages: list[str] = dspy.InputField()
    question: str = dspy.InputField()
    answer: str = dspy.OutputField()


class Research(dspy.Module):
    INDEX = "research.papers.abstracts_index"

    def __init__(self, passages: int):
        super().__init__()
        self.retrieve = DatabricksRM(
            databricks_index_name=self.INDEX,
            text_column_name="abstract",
            docs_id_column_name="doi",
            k=passages,
        )
        self.cite = dspy.ChainOfThought(Cite)
        self.cite.set_lm(dspy.LM(model="databricks/databricks-gemini-2-5-pro"))

    def forward(self, question: str):
        found = self.retrieve(question).docs
        return self.cite(passages=found, question=question)
