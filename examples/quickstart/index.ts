import { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint, servingEndpoint } from "pulumi-mlflow-agents";

// The chat endpoint that the agent asks. What it uses must be declared: a served agent gets credentials for exactly that.
const llm = "databricks-claude-sonnet-4";

const access = new AuthPolicy("access", {
  systemResources: [servingEndpoint(llm)],
});

const agent = new LoggedAgent("support", {
  code: "agent.py",
  codePaths: ["tools"],
  requirements: "requirements.txt",
  modelConfig: { llm },
  authPolicy: access,
});

const model = new RegisteredModel("support", {
  name: "main.agents.support",
  agent,
  aliases: { champion: "latest" },
  forceDestroy: true,
});

const endpoint = new ServingEndpoint("support", {
  model,
  environment: { ENABLE_MLFLOW_TRACING: "true", MLFLOW_EXPERIMENT_ID: agent.experimentId },
  scaleToZero: true,
  tags: { team: "support" },
});

export const url = endpoint.invocationsUrl;
export const endpointName = endpoint.name;
export const experimentId = agent.experimentId;
export const version = model.version;
