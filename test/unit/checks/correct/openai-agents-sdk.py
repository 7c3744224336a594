#: requirements: mlflow==3.17.2, openai-agents, databricks-openai, azure-identity, google-cloud-storage, beautifulsoup4, pillow, pypdf
"""The OpenAI agents library, and packages whose modules have other names."""

import asyncio
import io

import mlflow
from agents import Agent, Runner, function_tool, set_default_openai_client
from azure.identity import DefaultAzureCredential
from bs4 import BeautifulSoup
from databricks_openai import AsyncDatabricksOpenAI
from google.cloud import storage
from mlflow.pyfunc import ResponsesAgent
from PIL import Image
from pypdf import PdfReader

set_default_openai_client(AsyncDatabricksOpenAI())


@function_tool
def read_page(html: str) -> str:
    """The text of a page."""
    return BeautifulSoup(html, "html.parser").get_text()


class Runs(ResponsesAgent):
    def predict(self, request):
        agent = Agent(name="reader", tools=[read_page])
        result = asyncio.run(Runner.run(agent, [item.model_dump() for item in request.input]))
        extras = [Image.open(io.BytesIO()), PdfReader(io.BytesIO()), storage.Client(), DefaultAzureCredential()]
        return {"output": [result.final_output, str(extras)]}


mlflow.models.set_model(Runs())
