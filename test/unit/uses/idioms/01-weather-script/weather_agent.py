# My first agent. It tells people if they need an umbrella.
import os
import requests
import mlflow
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from unitycatalog.ai.core.databricks import DatabricksFunctionClient

host = os.environ.get("DATABRICKS_HOST", "")
token = os.environ.get("DATABRICKS_TOKEN", "")
if host.endswith("/"):
    host = host[:-1]

MODEL = "databricks-meta-llama-3-3-70b-instruct"
forecast_endpoint = "weather-forecast-v2"
schema = "meteo.tools"

client = get_deploy_client("databricks")


def old_forecast(city):
    # does not work any more, keep it for later
    url = host + "/serving-endpoints/weather-forecast/invocations"
    return requests.post(url, json={"city": city}).json()


def get_coordinates(city):
    functions = DatabricksFunctionClient()
    result = functions.execute_function("%s.%s" % (schema, "city_coordinates"), {"city": city})
    parts = result.value.split(",")
    return float(parts[0]), float(parts[1])


def get_forecast(lat, lon):
    url = host + "/serving-endpoints/" + forecast_endpoint + "/invocations"
    headers = {"Authorization": "Bearer " + token}
    body = {"dataframe_records": [{"lat": lat, "lon": lon}]}
    response = requests.post(url, headers=headers, json=body)
    response.raise_for_status()
    return response.json()["predictions"][0]


def ask_llm(prompt):
    response = client.predict(
        endpoint=MODEL,
        inputs={"messages": [{"role": "user", "content": prompt}], "max_tokens": 200},
    )
    return response["choices"][0]["message"]["content"]


class WeatherAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = request.input[-1].content
        city = ask_llm("Which city is this about? Only say its name. " + str(question))
        lat, lon = get_coordinates(city)
        forecast = get_forecast(lat, lon)
        answer = ask_llm("Forecast: %s. Question: %s" % (forecast, question))
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=answer, id="1")])


AGENT = WeatherAgent()
mlflow.models.set_model(AGENT)

if __name__ == "__main__":
    print(client.predict(endpoint="weather-playground", inputs={"q": "test"}))
    print(AGENT.predict(ResponsesAgentRequest(input=[{"role": "user", "content": "Rain in Bergen?"}])))
