/** The smallest ResponsesAgent: it answers with a fixed text, needs no model and no network. */
export function echoAgent(answer: string): string {
  return `from mlflow.models import set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


class EchoAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=${JSON.stringify(answer)}, id="1")])


set_model(EchoAgent())
`;
}

/** A program with all four resources, over `agent.py` of its folder. */
export function fourResources(
  model: string,
  more: { environment?: string; endpoint?: string; agent?: string } = {},
): string {
  return `const { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint, servingEndpoint } = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
const access = new AuthPolicy("access", { systemResources: [servingEndpoint("databricks-claude-sonnet-4")] });
const agent = new LoggedAgent("agent", { code: "agent.py", authPolicy: access, ${more.agent ?? ""} });
const model = new RegisteredModel("model", { name: "${model}", agent, aliases: { champion: "latest" }, forceDestroy: true });
const endpoint = new ServingEndpoint("endpoint", { model, environment: { ${more.environment ?? ""} }, ${more.endpoint ?? ""} });
exports.endpoint = endpoint.name;
exports.version = model.version;
exports.modelId = agent.modelId;
`;
}
