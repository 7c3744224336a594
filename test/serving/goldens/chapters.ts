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

/** A step of one version of the model. */
const step = (what: string, args = "", version = 1): Step => ({ what, args, version });
/** A step of what is served in another way. */
const of = (served: string, what: string, args = ""): Step => ({ what, args, served });

const table = (schema: string) => `aiGateway: { inferenceTable: { catalog: "main", schema: "${schema}" } }`;
const two = (a: number, b: number, more = "") => `servedEntities: [
  { name: "old", model: "models:/main.agents.golden/1" },
  { name: "new", model: "models:/main.agents.golden/2"${more} },
], traffic: [{ servedEntity: "old", percentage: ${a} }, { servedEntity: "new", percentage: ${b} }],`;

/** What `npm test` tells: a call that rolls over, and one that does not. */
export const sample: Chapter = {
  name: "sample",
  steps: [
    step("an endpoint is made", 'environment: { GREETING: "hello" }'),
    step("one variable and a tag change", 'environment: { GREETING: "salve" }, tags: { team: "a" }'),
  ],
};

const first = 'TOKEN: pulumi.secret("first-secret")';
const other = 'TOKEN: pulumi.secret("other-secret")';

const environment = [
  step("an endpoint is made", `environment: { GREETING: "hello", ${first} }`),
  step("one variable changes", `environment: { GREETING: "salve", ${first} }`),
  step("a secret changes", `environment: { GREETING: "salve", ${other} }`),
  step("a variable goes", 'environment: { GREETING: "salve" }'),
  step("a secret of the workspace", 'environment: { GREETING: "salve", TOKEN: a.secretRef("support", "crm") }'),
  step("an empty environment", "environment: {}"),
  step("nothing is said of the environment any more"),
];

const size = [
  step("an endpoint is made"),
  step("the workload size", 'workloadSize: "Medium"'),
  step("the workload type", 'workloadSize: "Medium", workloadType: "CPU_LARGE"'),
  step("concurrency in place of a size", "minProvisionedConcurrency: 4, maxProvisionedConcurrency: 8"),
  step("the highest concurrency", "minProvisionedConcurrency: 4, maxProvisionedConcurrency: 16"),
  step("model units, which may burst", "provisionedModelUnits: 2, burstScaling: true"),
  step("no bursts, which no answer tells", "provisionedModelUnits: 2, burstScaling: false"),
  step("throughput", "minProvisionedThroughput: 0, maxProvisionedThroughput: 100"),
  step("an instance profile", 'instanceProfile: "arn:aws:iam::123456789012:instance-profile/p"'),
  step("no instance profile"),
  step("scale to zero", "scaleToZero: true"),
];

const telemetry = (logs: string) => `telemetry: { tables: { logs: "main.agents.${logs}" }, features: ["LOGS"] }`;
const settings = [
  step("an endpoint is made with every setting", 'tags: { team: "a" }, description: "d", budgetPolicy: "p-1"'),
  step(
    "a tag changes, one comes, and nothing rolls over",
    'tags: { team: "b", stage: "dev" }, description: "d", budgetPolicy: "p-1"',
  ),
  step("a tag goes", 'tags: { stage: "dev" }, description: "d", budgetPolicy: "p-1"'),
  step("the budget policy", 'tags: { stage: "dev" }, description: "d", budgetPolicy: "p-2"'),
  step("notifications, and nothing is said of the rest: the description stays", 'notifications: { onUpdateFailure: ["b@example.com", "a@example.com"] }'),
  step("telemetry", telemetry("logs")),
  step("other tables of telemetry, which no answer tells", telemetry("other")),
  step("none of it"),
];

const tracing = 'preset: "agent", tracing: { experiment: "1", sampling: 0.5 }';
const gateway = [
  step('preset "agent"', 'preset: "agent"'),
  step("tracing into an experiment, sampled", tracing),
  step("the inference table moves: off, then on", `${tracing}, ${table("default")}`),
  step(
    "the table is turned off",
    'aiGateway: { inferenceTable: { catalog: "main", schema: "default", enabled: false } }',
  ),
  step("nothing is said of the gateway any more"),
];

const principal = 'servicePrincipals: { "local-service-principal": "CAN_QUERY" }';
const permissions = [
  step("a group may ask", 'permissions: { groups: { users: "CAN_QUERY" } }'),
  step("a service principal by its name", `permissions: { groups: { users: "CAN_QUERY" }, ${principal} }`),
  step("a group is given more", `permissions: { groups: { users: "CAN_MANAGE" }, ${principal} }`),
  step("a group is taken what it had", `permissions: { ${principal} }`),
  step("authoritative", 'permissions: { users: { "a@example.com": "CAN_VIEW" }, mode: "authoritative" }'),
  step("no permissions of the program's"),
];

const canary =
  'rollout: { canary: [25, 100], pauseSeconds: 0 }, smokeTest: [{ question: "hi", expect: { contains: "two" } }]';
const rollout = [
  step("an endpoint is made", "keep: 1"),
  step("another version; the former one stays without traffic", "keep: 1", 2),
  step("back to the former version", "keep: 1"),
  step("no former version is kept", "keep: 0"),
  step("a canary with a question", canary, 2),
  of(two(90, 10), "two versions side by side"),
  of(two(40, 60), "other shares"),
  of(two(40, 60, ', environment: { MODE: "new" }'), "a variable of one of them"),
];

const question = 'smokeTest: [{ question: "hi", expect: { contains: "two" } }]';
const aliases = [
  step("an endpoint is made", 'modelAliases: ["live"]'),
  step("another version, which is asked before the alias moves", `modelAliases: ["live"], ${question}`, 2),
  step("one alias more", `modelAliases: ["live", "champion"], ${question}`, 2),
  step("one goes from the program, and stays where it points", `modelAliases: ["champion"], ${question}`, 2),
  step("back to the former version", 'modelAliases: ["champion"]'),
  step("no aliases of the endpoint's"),
];

const plainKey = (key: string) => `openaiApiKey: pulumi.secret("${key}")`;
const kept = 'openaiApiKey: a.secretRef("support", "crm")';
const limits = `aiGateway: {
        rateLimits: [{ calls: 10, per: "user" }, { tokens: 1000 }], usageTracking: true, fallbacks: true,
        guardrails: { input: { safety: true, pii: "BLOCK" }, output: { invalidKeywords: ["b", "a"] } } }`;
const organized = external(`${kept}, openaiOrganization: "org"`);
const externalModels = [
  of(external(plainKey("a-key-of-a-provider")), "an external model"),
  of(external(plainKey("b-key-of-a-provider")), "another key, which no answer tells"),
  of(external(kept), "a key of the workspace's secrets"),
  of(organized, "another setting of the provider"),
  of(organized, "rate limits, guardrails, usage tracking, fallbacks", limits),
  of(organized, "another limit", 'aiGateway: { rateLimits: [{ calls: 20, per: "user" }] }'),
];

/** Every argument's change. */
export const chapters: Chapter[] = [
  { name: "environment", steps: environment },
  { name: "size", steps: size },
  { name: "settings", steps: settings },
  { name: "gateway", steps: gateway },
  { name: "permissions", steps: permissions },
  { name: "rollout", steps: rollout },
  { name: "aliases", steps: aliases },
  { name: "external", steps: externalModels },
];

function external(config: string): string {
  return `servedEntities: [{ externalModel: { provider: "openai", name: "gpt-4o-mini", task: "llm/v1/chat", config: { ${config} } } }],`;
}
