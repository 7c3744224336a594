import mlflow
from langchain_core.runnables import RunnableGenerator, RunnableLambda

mlflow.langchain.autolog()


def letters(chunks):
    for chunk in chunks:
        yield from chunk


mlflow.models.set_model(RunnableLambda(lambda text: f"you said {text}") | RunnableGenerator(letters))
