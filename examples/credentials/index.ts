import {
  AuthPolicy,
  LoggedAgent,
  RegisteredModel,
  ServingEndpoint,
  servingEndpoint,
  vectorSearchIndex,
} from "pulumi-mlflow-agents";

const llm = "databricks-claude-sonnet-4";
const index = "main.kb.docs_index";

// A served agent gets credentials for what its policy declares. Take a line out, and `pulumi preview` names what is missing.
const access = new AuthPolicy("access", {
  systemResources: [servingEndpoint(llm), vectorSearchIndex(index)],
});

const agent = new LoggedAgent("desk", {
  code: "agent.py",
  requirements: "requirements.txt",
  modelConfig: { llm, index },
  authPolicy: access,
});

const model = new RegisteredModel("desk", {
  name: "main.agents.desk",
  agent,
  aliases: { champion: "latest" },
  forceDestroy: true,
});

const endpoint = new ServingEndpoint("desk", { name: "desk", model, scaleToZero: true });

export const url = endpoint.invocationsUrl;
