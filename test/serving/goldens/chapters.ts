/** One state of a program: the arguments of its one ServingEndpoint, as JavaScript, and what changed. */
export interface Step {
  /** What the person did. */
  what: string;
  /** Arguments beside name and model. */
  args: string;
  /** Version of the model. Default: 1. */
  version?: number;
  /** In place of `model`. Default: the model. */
  served?: string;
}

/** A story of one endpoint: each step goes on where the one before it stopped. */
export interface Chapter {
  /** Name of its golden file. */
  name: string;
  steps: Step[];
}

const table = (schema: string) => `aiGateway: { inferenceTable: { catalog: "main", schema: "${schema}" } }`;
const two = (a: number, b: number, more = "") => `servedEntities: [
  { name: "old", model: "models:/main.agents.golden/1" },
  { name: "new", model: "models:/main.agents.golden/2"${more} },
], traffic: [{ servedEntity: "old", percentage: ${a} }, { servedEntity: "new", percentage: ${b} }],`;

/** What `npm test` tells: a call that rolls over, and one that does not. */
export const sample: Chapter = {
  name: "sample",
  steps: [
    { what: "an endpoint is made", args: 'environment: { GREETING: "hello" }' },
    { what: "one variable and a tag change", args: 'environment: { GREETING: "salve" }, tags: { team: "a" }' },
  ],
};

/** Every argument's change. */
export const chapters: Chapter[] = [
  {
    name: "environment",
    steps: [
      { what: "an endpoint is made", args: 'environment: { GREETING: "hello", TOKEN: pulumi.secret("first-secret") }' },
      { what: "one variable changes", args: 'environment: { GREETING: "salve", TOKEN: pulumi.secret("first-secret") }' },
      { what: "a secret changes", args: 'environment: { GREETING: "salve", TOKEN: pulumi.secret("other-secret") }' },
      { what: "a variable goes", args: 'environment: { GREETING: "salve" }' },
      { what: "a secret of the workspace", args: 'environment: { GREETING: "salve", TOKEN: a.secretRef("support", "crm") }' },
      { what: "an empty environment", args: "environment: {}" },
      { what: "nothing is said of the environment any more", args: "" },
    ],
  },
  {
    name: "size",
    steps: [
      { what: "an endpoint is made", args: "" },
      { what: "the workload size", args: 'workloadSize: "Medium"' },
      { what: "the workload type", args: 'workloadSize: "Medium", workloadType: "CPU_LARGE"' },
      { what: "concurrency in place of a size", args: "minProvisionedConcurrency: 4, maxProvisionedConcurrency: 8" },
      { what: "the highest concurrency", args: "minProvisionedConcurrency: 4, maxProvisionedConcurrency: 16" },
      { what: "model units, which may burst", args: "provisionedModelUnits: 2, burstScaling: true" },
      { what: "no bursts, which no answer tells", args: "provisionedModelUnits: 2, burstScaling: false" },
      { what: "throughput", args: "minProvisionedThroughput: 0, maxProvisionedThroughput: 100" },
      { what: "an instance profile", args: 'instanceProfile: "arn:aws:iam::123456789012:instance-profile/p"' },
      { what: "no instance profile", args: "" },
      { what: "scale to zero", args: "scaleToZero: true" },
    ],
  },
  {
    name: "settings",
    steps: [
      { what: "an endpoint is made with every setting", args: 'tags: { team: "a" }, description: "d", budgetPolicy: "p-1"' },
      { what: "a tag changes, one comes, and nothing rolls over", args: 'tags: { team: "b", stage: "dev" }, description: "d", budgetPolicy: "p-1"' },
      { what: "a tag goes", args: 'tags: { stage: "dev" }, description: "d", budgetPolicy: "p-1"' },
      { what: "the description", args: 'tags: { stage: "dev" }, description: "e", budgetPolicy: "p-1"' },
      { what: "the budget policy", args: 'tags: { stage: "dev" }, description: "e", budgetPolicy: "p-2"' },
      { what: "notifications", args: 'notifications: { onUpdateFailure: ["b@example.com", "a@example.com"] }' },
      { what: "telemetry", args: 'telemetry: { tables: { logs: "main.agents.logs" }, features: ["LOGS"] }' },
      { what: "other tables of telemetry, which no answer tells", args: 'telemetry: { tables: { logs: "main.agents.other" }, features: ["LOGS"] }' },
      { what: "none of it", args: "" },
    ],
  },
  {
    name: "gateway",
    steps: [
      { what: 'preset "agent"', args: 'preset: "agent"' },
      { what: "tracing into an experiment, sampled", args: 'preset: "agent", tracing: { experiment: "1", sampling: 0.5 }' },
      { what: "the inference table moves: off, then on", args: `preset: "agent", tracing: { experiment: "1", sampling: 0.5 }, ${table("default")}` },
      { what: "the table is turned off", args: 'aiGateway: { inferenceTable: { catalog: "main", schema: "default", enabled: false } }' },
      { what: "nothing is said of the gateway any more", args: "" },
    ],
  },
  {
    name: "permissions",
    steps: [
      { what: "a group may ask", args: 'permissions: { groups: { users: "CAN_QUERY" } }' },
      { what: "a service principal by its name", args: 'permissions: { groups: { users: "CAN_QUERY" }, servicePrincipals: { "local-service-principal": "CAN_QUERY" } }' },
      { what: "a group is given more", args: 'permissions: { groups: { users: "CAN_MANAGE" }, servicePrincipals: { "local-service-principal": "CAN_QUERY" } }' },
      { what: "a group is taken what it had", args: 'permissions: { servicePrincipals: { "local-service-principal": "CAN_QUERY" } }' },
      { what: "authoritative", args: 'permissions: { users: { "a@example.com": "CAN_VIEW" }, mode: "authoritative" }' },
      { what: "no permissions of the program's", args: "" },
    ],
  },
  {
    name: "rollout",
    steps: [
      { what: "an endpoint is made", args: "keep: 1" },
      { what: "another version; the former one stays without traffic", args: "keep: 1", version: 2 },
      { what: "back to the former version", args: "keep: 1" },
      { what: "no former version is kept", args: "keep: 0" },
      { what: "a canary with a question", args: 'rollout: { canary: [25, 100], pauseSeconds: 0 }, smokeTest: [{ question: "hi", expect: { contains: "two" } }]', version: 2 },
      { what: "two versions side by side", args: "", served: two(90, 10) },
      { what: "other shares", args: "", served: two(40, 60) },
      { what: "a variable of one of them", args: "", served: two(40, 60, ', environment: { MODE: "new" }') },
    ],
  },
  {
    name: "external",
    steps: [
      { what: "an external model", args: "", served: external('openaiApiKey: pulumi.secret("a-key-of-a-provider")') },
      { what: "another key, which no answer tells", args: "", served: external('openaiApiKey: pulumi.secret("b-key-of-a-provider")') },
      { what: "a key of the workspace's secrets", args: "", served: external('openaiApiKey: a.secretRef("support", "crm")') },
      { what: "another setting of the provider", args: "", served: external('openaiApiKey: a.secretRef("support", "crm"), openaiOrganization: "org"') },
      { what: "rate limits, guardrails, usage tracking, fallbacks", args: `aiGateway: {
        rateLimits: [{ calls: 10, per: "user" }, { tokens: 1000 }], usageTracking: true, fallbacks: true,
        guardrails: { input: { safety: true, pii: "BLOCK" }, output: { invalidKeywords: ["b", "a"] } } }`, served: external('openaiApiKey: a.secretRef("support", "crm"), openaiOrganization: "org"') },
      { what: "another limit", args: "aiGateway: { rateLimits: [{ calls: 20, per: \"user\" }] }", served: external('openaiApiKey: a.secretRef("support", "crm"), openaiOrganization: "org"') },
    ],
  },
];

function external(config: string): string {
  return `servedEntities: [{ externalModel: { provider: "openai", name: "gpt-4o-mini", task: "llm/v1/chat", config: { ${config} } } }],`;
}
