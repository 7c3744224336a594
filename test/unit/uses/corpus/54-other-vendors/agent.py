import os

import anthropic
import boto3
import mlflow
from databricks.sdk import WorkspaceClient
from langchain_anthropic import ChatAnthropic
from langchain_aws import BedrockEmbeddings, ChatBedrockConverse
from langchain_google_vertexai import ChatVertexAI
from langchain_openai import AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings
from langchain_pinecone import PineconeVectorStore
from openai import AzureOpenAI

w = WorkspaceClient()

models = {
    "openai": ChatOpenAI(model="gpt-4o", temperature=0),
    "azure": AzureChatOpenAI(azure_deployment="gpt-4o-prod", api_version="2024-10-21"),
    "anthropic": ChatAnthropic(model="claude-sonnet-4-20250514"),
    "bedrock": ChatBedrockConverse(model="anthropic.claude-3-5-sonnet-20240620-v1:0"),
    "vertex": ChatVertexAI(model_name="gemini-1.5-pro"),
    "ours": ChatOpenAI(
        model="databricks-claude-sonnet-4",
        base_url=f"{w.config.host}/serving-endpoints",
        api_key=os.environ.get("DATABRICKS_TOKEN", "none"),
    ),
}
store = PineconeVectorStore(index_name="main-docs-index", embedding=OpenAIEmbeddings(model="text-embedding-3-small"))
titan = BedrockEmbeddings(model_id="amazon.titan-embed-text-v2:0")
azure = AzureOpenAI(azure_endpoint="https://contoso.openai.azure.com", api_version="2024-10-21")
claude = anthropic.Anthropic()
bedrock = boto3.client("bedrock-runtime")


class Arena(mlflow.pyfunc.PythonModel):
    """Asks all of them."""

    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        docs = store.similarity_search(question, k=3)
        text = "\n".join(d.page_content for d in docs) + "\n" + question
        out = {name: model.invoke(text).content for name, model in models.items()}
        out["azure-raw"] = azure.chat.completions.create(
            model="gpt-4o-prod", messages=[{"role": "user", "content": text}]
        ).choices[0].message.content
        out["claude-raw"] = claude.messages.create(
            model="claude-3-5-haiku-latest", max_tokens=100, messages=[{"role": "user", "content": text}]
        ).content[0].text
        out["titan"] = titan.embed_query(question)[:3]
        out["llama"] = bedrock.converse(modelId="meta.llama3-70b-instruct-v1:0", messages=[])["output"]
        return out


mlflow.models.set_model(Arena())
