import databricks_dspy
import dspy
import mlflow
from databricks_dspy import DatabricksRM
from mlflow.pyfunc import PythonModel

mlflow.dspy.autolog()

fast = dspy.LM("databricks/databricks-meta-llama-3-1-8b-instruct", cache=False)
strong = databricks_dspy.DatabricksLM(model="databricks/databricks-claude-opus-4-1", max_tokens=4000)
teacher = dspy.LM("openai/gpt-4o")  # used for compiling on a laptop, another vendor's
dspy.configure(lm=fast)

papers = DatabricksRM(
    databricks_index_name="research.papers.abstracts_index",
    text_column_name="abstract",
    docs_id_column_name="doi",
    k=5,
)


class Answer(dspy.Signature):
    """Answer from the passages, citing DOIs."""

    passages: list[str] = dspy.InputField()
    question: str = dspy.InputField()
    answer: str = dspy.OutputField()


class Researcher(dspy.Module):
    def __init__(self):
        super().__init__()
        self.rewrite = dspy.Predict("question -> query")
        self.answer = dspy.ChainOfThought(Answer)

    def forward(self, question: str):
        query = self.rewrite(question=question).query
        passages = papers(query).docs
        with dspy.context(lm=strong):
            return self.answer(passages=passages, question=question)


class ResearchModel(PythonModel):
    def __init__(self):
        self.program = Researcher()

    def predict(self, context, model_input, params=None):
        return self.program(question=model_input["messages"][-1]["content"]).answer


mlflow.models.set_model(ResearchModel())
