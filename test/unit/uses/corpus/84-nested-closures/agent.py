import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks


def catalog(c):
    def schema(s):
        def kind(make):
            def named(n):
                full = f"{c}.{s}.{n}"

                def with_client(client):
                    def call(**arguments):
                        return make(client, full)(**arguments)

                    return call

                return with_client

            return named

        return kind

    return schema


def index(client, name):
    return lambda **a: client.vector_search_indexes.query_index(index_name=name, columns=["text"], **a)


def endpoint(name):
    def temperature(t):
        def llm():
            nonlocal name
            name = name.strip()
            return (lambda n: (lambda: ChatDatabricks(endpoint=n, temperature=t))())(name)

        return llm

    return temperature


search = catalog("main")("deep")(index)("caves_index")(WorkspaceClient())
llm = endpoint(" databricks-claude-sonnet-4 ")(0.1)()


class Caves(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return llm.invoke(f"{search(query_text=model_input['q'], num_results=3)}").content


mlflow.models.set_model(Caves())
