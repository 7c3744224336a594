import type { PreviewDocument, PreviewStep } from "../../cli/pulumi/previewDocument.js";

/** Previews that were not recorded: what the test's workspace cannot do, and what must be made large or random. */

type Inputs = NonNullable<NonNullable<PreviewStep["oldState"]>["inputs"]>;

/** One step, written out. */
export interface Step {
  op: string;
  type: string;
  name: string;
  before?: Inputs;
  after?: Inputs;
  outputs?: Inputs;
  uses?: Record<string, string[]>;
  paths?: string[];
  /** Pulumi's option `retainOnDelete`. */
  retained?: true;
}

/** Type of a resource of this package as a URN has it. */
export const own = (kind: string) => `pulumi-nodejs:dynamic/mlflow-agents:${kind}`;

/** URN of a resource in the synthetic stack. */
export const urnOf = (type: string, name: string, stack = "dev") => `urn:pulumi:${stack}::shop::${type}::${name}`;

/** A document as `pulumi preview --json` would write it. */
export function preview(steps: readonly Step[], more: Partial<PreviewDocument> = {}, stack = "dev"): PreviewDocument {
  return {
    steps: [
      { op: "same", urn: urnOf("pulumi:pulumi:Stack", `shop-${stack}`, stack) },
      ...steps.map((step): PreviewStep => {
        const uses = step.uses === undefined ? {} : { propertyDependencies: step.uses };
        return {
          op: step.op,
          urn: urnOf(step.type, step.name, stack),
          ...(step.before === undefined
            ? {}
            : {
                oldState: {
                  type: step.type,
                  inputs: step.before,
                  outputs: { ...step.before, ...step.outputs },
                  ...(step.retained === undefined ? {} : { retainOnDelete: step.retained }),
                  ...uses,
                },
              }),
          ...(step.after === undefined ? {} : { newState: { type: step.type, inputs: step.after, ...uses } }),
          detailedDiff: Object.fromEntries(
            (step.paths ?? []).map((path) => [path, { kind: "update", inputDiff: true }]),
          ),
        };
      }),
    ],
    ...more,
  };
}

/** An agent with its policy, model and endpoint whose code changes. */
export function changedAgent(name: string, files = 3): Step[] {
  const policy = { systemResources: [{ kind: "servingEndpoint", name: `llm-${name}` }], userApiScopes: [] };
  const contents = (digest: string) =>
    Object.fromEntries(Array.from({ length: files }, (_, index) => [`${name}/file${index}.py`, digest]));
  const agent = (digest: string) => ({
    code: "agent.py",
    files: contents(digest),
    digest,
    authPolicy: policy,
    modelConfig: { llm: digest },
  });
  const model = (digest: string) => ({
    name: `main.agents.${name}`,
    agent: { digest, modelId: digest },
    aliases: { champion: "latest" },
  });
  const endpoint = (version: string) => ({ name, model: { name: `main.agents.${name}`, version } });
  return [
    { op: "same", type: own("AuthPolicy"), name: `${name}-access`, before: policy, after: policy },
    {
      op: "update",
      type: own("LoggedAgent"),
      name,
      before: agent("old"),
      after: agent("new"),
      uses: { authPolicy: [urnOf(own("AuthPolicy"), `${name}-access`)] },
    },
    {
      op: "update",
      type: own("RegisteredModel"),
      name,
      before: model("old"),
      after: model("new"),
      outputs: { version: "7", aliasVersions: { champion: "7" } },
      uses: { agent: [urnOf(own("LoggedAgent"), name)] },
    },
    {
      op: "update",
      type: own("ServingEndpoint"),
      name,
      before: endpoint("7"),
      after: endpoint("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
      uses: { model: [urnOf(own("RegisteredModel"), name)] },
    },
  ];
}

const permissions = "databricks:index/permissions:Permissions";
const grants = "databricks:index/grants:Grants";

/** What leaves the program, or is renamed, and stays in the workspace all the same. */
const leaving: Step[] = [
  { op: "delete", type: own("LoggedAgent"), name: "support", before: { code: "agent.py", keepOnDestroy: true } },
  {
    op: "delete",
    type: own("RegisteredModel"),
    name: "support",
    before: { name: "main.agents.support", keepOnDestroy: true },
    outputs: { version: "3" },
    uses: { agent: [urnOf(own("LoggedAgent"), "support")] },
  },
  {
    op: "delete",
    type: own("ServingEndpoint"),
    name: "support",
    before: { name: "support", model: { name: "main.agents.support", version: "3" } },
    uses: { model: [urnOf(own("RegisteredModel"), "support")] },
    retained: true,
  },
  {
    op: "replace",
    type: own("RegisteredModel"),
    name: "sales",
    before: { name: "main.agents.sales" },
    after: { name: "main.agents.seller", keepOnDestroy: true },
    outputs: { version: "1" },
    paths: ["name"],
  },
];

/** Situations by name. */
export const synthetic: Record<string, PreviewDocument[]> = {
  "permissions-granted": [
    preview([
      {
        op: "update",
        type: permissions,
        name: "support-endpoint",
        before: { servingEndpointId: "1", accessControls: [{ groupName: "support", permissionLevel: "CAN_QUERY" }] },
        after: {
          servingEndpointId: "1",
          accessControls: [
            { groupName: "users", permissionLevel: "CAN_QUERY" },
            { userName: "a.person@example.com", permissionLevel: "CAN_MANAGE" },
          ],
        },
        paths: ["accessControls[0].groupName", "accessControls[1]"],
      },
      {
        op: "create",
        type: grants,
        name: "support-model",
        after: { function: "main.agents.support", grants: [{ principal: "analysts", privileges: ["EXECUTE"] }] },
      },
    ]),
  ],
  "leaves-and-stays": [preview(leaving)],
  "three-stacks": [
    preview(changedAgent("support"), {}, "dev"),
    preview([], { changeSummary: { same: 5 } }, "staging"),
    preview([], { changeSummary: { same: 5 } }, "prod"),
  ],
  "one-stack-of-three-fails": [
    preview(changedAgent("support"), {}, "dev"),
    preview([], { diagnostics: [{ severity: "error", message: "error: no stack named 'staging' found" }] }, "staging"),
    preview([], {}, "prod"),
  ],
  "finding-in-the-code": [
    preview(changedAgent("support"), {
      diagnostics: [
        {
          urn: urnOf(own("LoggedAgent"), "support"),
          severity: "error",
          message: `error: ${own("LoggedAgent")} resource 'support' has a problem: agent.py:31 uses vector index \`main.kb.docs\`, which the policy does not declare: the endpoint would answer 403.\n`,
        },
        {
          urn: urnOf(own("LoggedAgent"), "support"),
          severity: "warning",
          message: "warning: tools/search.py:7:12: the warehouse `4711` is declared and never used.\n",
        },
      ],
    }),
  ],
  "policy-violations": [
    preview(changedAgent("support"), {
      diagnostics: [
        {
          urn: urnOf(own("ServingEndpoint"), "support"),
          severity: "error",
          policy: true,
          message:
            "policy no-scale-to-zero-in-prod of mlflow-agents (mandatory): scaleToZero is on: the first question after a pause waits.",
        },
        {
          urn: urnOf(own("LoggedAgent"), "support"),
          severity: "warning",
          policy: true,
          message: "policy pinned-requirements of mlflow-agents (advisory): `openai` is not pinned.",
        },
      ],
    }),
  ],
  "resources-of-others": [
    preview([
      {
        op: "update",
        type: "databricks:index/sqlEndpoint:SqlEndpoint",
        name: "warehouse",
        before: { name: "w", clusterSize: "Small" },
        after: { name: "w", clusterSize: "Large" },
        paths: ["clusterSize"],
      },
      { op: "import", type: "databricks:index/schema:Schema", name: "kb", after: { name: "kb" } },
    ]),
  ],
  "two-hundred-resources": [preview(Array.from({ length: 50 }, (_, index) => changedAgent(`agent${index}`)).flat())],
  "far-too-much": [
    preview(
      Array.from({ length: 400 }, (_, index) => changedAgent(`agent-with-a-rather-long-name-${index}`, 40)).flat(),
    ),
  ],
  "nothing-at-all": [preview([])],
};
