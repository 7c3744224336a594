import { AuthPolicy, genieSpace, LoggedAgent, RegisteredModel, ServingEndpoint } from "pulumi-mlflow-agents";

const space = "10ca10ca10ca10ca10ca10ca10ca10ca";

// The agent asks the Genie space as whoever asked the agent: it sees what they may see, and nothing more.
const access = new AuthPolicy("access", {
  systemResources: [genieSpace(space, { onBehalfOfUser: true })],
  userApiScopes: ["dashboards.genie"],
});

const agent = new LoggedAgent("sales", {
  code: "agent.py",
  requirements: "requirements.txt",
  modelConfig: { space },
  authPolicy: access,
});

const model = new RegisteredModel("sales", {
  name: "main.agents.sales",
  agent,
  aliases: { champion: "latest" },
  forceDestroy: true,
});

const endpoint = new ServingEndpoint("sales", { name: "sales", model, scaleToZero: true });

export const url = endpoint.invocationsUrl;
