import * as pulumi from "@pulumi/pulumi";
import { AgentDeployment, servingEndpoint } from "pulumi-mlflow-agents";

const config = new pulumi.Config();
const llm = config.require("llm");

const deployment = new AgentDeployment("agent", {
  // Everything the agent may touch: a served agent gets credentials for exactly this.
  access: { systemResources: [servingEndpoint(llm)] },
  agent: { code: "agent.py", requirements: "requirements.txt", modelConfig: { llm } },
  model: {
    name: `${config.require("catalog")}.agents.${pulumi.getProject().replace(/[^A-Za-z0-9_]/g, "_")}`,
    aliases: { champion: "latest" },
  },
  endpoint: { environment: { ENABLE_MLFLOW_TRACING: "true" }, scaleToZero: true },
});

export const digest = deployment.agent.digest;
export const version = deployment.model.version;
export const url = deployment.endpoint?.invocationsUrl;
