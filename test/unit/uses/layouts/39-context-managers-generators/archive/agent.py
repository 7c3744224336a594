import contextlib

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

ERAS = ("ancient", "modern")


def index_names():
    for era in ERAS:
        yield f"archive.texts.{era}_index"
    yield "archive.images.captions_index"


@contextlib.contextmanager
def clients():
    workspace = WorkspaceClient()
    search = VectorSearchClient(disable_notice=True)
    try:
        yield workspace, search
    finally:
        del workspace, search


class Translator:
    def __init__(self, endpoint):
        self.endpoint = endpoint

    def __enter__(self):
        self.openai = WorkspaceClient().serving_endpoints.get_open_ai_client()
        return self

    def __exit__(self, *_):
        self.openai.close()

    def english(self, text):
        answer = self.openai.chat.completions.create(
            model=self.endpoint, messages=[{"role": "user", "content": f"In English: {text}"}]
        )
        return answer.choices[0].message.content


@contextlib.contextmanager
def opened(search, name):
    index = search.get_index(index_name=name)
    yield index


class ArchiveAgent(ResponsesAgent):
    def passages(self, question):
        with clients() as (workspace, search), contextlib.ExitStack() as stack:
            indexes = [stack.enter_context(opened(search, name)) for name in index_names()]
            stack.callback(print, "closed")
            for index in indexes:
                found = index.similarity_search(query_text=question, columns=["text"])
                yield from (row[0] for row in found["result"]["data_array"])
            note = workspace.genie.start_conversation_and_wait(
                "01f0abc1abc2abc3abc4abc5abc6abc7", question
            )
            yield note.content or ""

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        with Translator("databricks-gemma-3-12b") as translator:
            asked = translator.english(question)
            text = "\n".join(self.passages(asked))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="p")])


mlflow.models.set_model(ArchiveAgent())
