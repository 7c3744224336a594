/**
 * Both sides declare the same policies. Beside ours stand dynamic resources that do nothing: what they cost is what Pulumi
 * costs, and what ours cost more is this package.
 */
export const programs = {
  trivial: (count) => `const pulumi = require("@pulumi/pulumi");
const provider = { async create(inputs) { return { id: inputs.name, outs: inputs }; } };
class Policy extends pulumi.dynamic.Resource { constructor(name, args) { super(provider, name, { name, ...args }); } }
${loop(count)}`,
  ours: (count) => `const { AuthPolicy: Policy } = require("pulumi-mlflow-agents");
${loop(count)}`,
};

const loop = (count) => `for (let i = 0; i < ${count}; i++) new Policy("p" + i, (${args})(i));
`;

const args = (i) => ({ systemResources: [{ kind: "table", name: `main.kb.t${i}` }], userApiScopes: ["sql"] });

/** What the user of resource `index` wrote. */
export const given = args;
