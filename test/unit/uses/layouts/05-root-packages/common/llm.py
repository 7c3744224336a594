from databricks.sdk import WorkspaceClient

DEFAULT_MODEL = "databricks-" + "-".join(["llama", "4", "maverick"])


class Llm:
    def __init__(self, workspace: WorkspaceClient):
        self.openai = workspace.serving_endpoints.get_open_ai_client()

    def complete(self, messages, model: str = DEFAULT_MODEL, **options) -> str:
        answer = self.openai.chat.completions.create(model=model, messages=messages, **options)
        return answer.choices[0].message.content or ""
