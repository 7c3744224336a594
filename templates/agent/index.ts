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
    // `destroy` of the stack that one tries things in takes the model's versions along; other stacks refuse to.
    forceDestroy: pulumi.getStack() === "dev",
  },
  endpoint: { name: `${pulumi.getProject()}-${pulumi.getStack()}`, preset: "agent", scaleToZero: true },
});

export const digest = deployment.agent.digest;
export const version = deployment.model.version;
export const endpoint = deployment.endpoint?.name;
export const url = deployment.endpoint?.invocationsUrl;
