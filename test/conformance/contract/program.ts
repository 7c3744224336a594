import { echoAgent } from "../../support/agents.js";

type Files = Record<string, string>;

const model = "main.agents.contract";

/** A program with everything that this package sends, as it is made and as it is then changed: the files of each step. */
export const steps: readonly Files[] = [
  { "index.js": program("first", 'users: "CAN_QUERY"'), "agent.py": echoAgent("one") },
  // Another version, which is asked before it has all of the traffic; other tags, permissions, notifications.
  { "index.js": program("second", 'users: "CAN_MANAGE"'), "agent.py": echoAgent("two") },
];

function program(word: string, groups: string): string {
  return `const a = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
const access = new a.AuthPolicy("access", {
  systemResources: [a.servingEndpoint("databricks-claude-sonnet-4"), a.vectorSearchIndex("main.kb.docs_index")],
  userApiScopes: ["dashboards.genie"],
});
const agent = new a.LoggedAgent("agent", {
  code: "agent.py", authPolicy: access, experiment: "/Shared/contract/agents", tags: { word: "${word}" },
});
const model = new a.RegisteredModel("model", {
  name: "${model}", agent, aliases: { champion: "latest" }, tags: { word: "${word}" }, description: "${word}", forceDestroy: true,
});
new a.ServingEndpoint("endpoint", {
  name: "contract", model, preset: "agent", environment: { WORD: "${word}", KEY: a.secretRef("support", "crm") },
  tags: { word: "${word}" }, description: "fixed", budgetPolicy: "${word}", reviewApp: true, modelAliases: ["live"],
  tracing: { experiment: "/Shared/contract/agents", inferenceTable: { catalog: "main", schema: "agents", prefix: "contract" } },
  notifications: { onUpdateFailure: ["${word}@example.com"] },
  telemetry: { tables: { logs: "main.agents.${word}" }, features: ["LOGS"] },
  permissions: { groups: { ${groups} } },
  rollout: { canary: [50, 100], pauseSeconds: 0 }, smokeTest: [{ question: "hi" }],
});
`;
}
