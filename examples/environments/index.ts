import * as pulumi from "@pulumi/pulumi";
import { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint, servingEndpoint } from "pulumi-mlflow-agents";
import { settings } from "./settings";

const { catalog, promoteFrom, scaleToZero, protect, secrets } = settings();
const llm = "databricks-claude-sonnet-4";

/** The agent's content, by the id of its logged model and its digest, which is the same in every environment. */
interface Content {
  modelId: pulumi.Output<string>;
  digest: pulumi.Output<string>;
}

/** The first environment logs the agent from its code. */
function logged(): Content {
  const access = new AuthPolicy("access", { systemResources: [servingEndpoint(llm)] });
  return new LoggedAgent("support", {
    code: "agent.py",
    requirements: "requirements.txt",
    modelConfig: { llm },
    authPolicy: access,
  });
}

/** Every other one takes over what was tried in the environment before it: nothing is built again. */
function promoted(stack: string): Content {
  const before = new pulumi.StackReference(`organization/${pulumi.getProject()}/${stack}`);
  const output = (name: string) => before.requireOutput(name).apply(String);
  return { modelId: output("modelId"), digest: output("contentDigest") };
}

const content = promoteFrom === undefined ? logged() : promoted(promoteFrom);

const model = new RegisteredModel(
  "support",
  {
    name: `${catalog}.agents.support`,
    agent: content,
    forceDestroy: !protect,
  },
  { protect },
);

const endpoint = new ServingEndpoint(
  "support",
  {
    name: `support-${pulumi.getStack()}`,
    model,
    // Moves when the new version serves: where its gate or a question fails, `champion` stays on the one that serves.
    modelAliases: ["champion"],
    environment: secrets,
    // Each environment's questions, answers and traces stay in its own catalog.
    tracing: { inferenceTable: true },
    scaleToZero,
    tags: { environment: pulumi.getStack() },
  },
  { protect },
);

// What the next environment takes over, and what this one has in use: other than the former while `pinnedVersion` holds it.
export const modelId = content.modelId;
export const contentDigest = content.digest;
export const digest = model.digest;
export const version = model.version;
export const url = endpoint.invocationsUrl;
export const endpointName = endpoint.name;
