// A policy pack: `pulumi preview --policy-pack examples/policy`, or `mlflow-agents preview --policy-pack examples/policy`.
const { PolicyPack } = require("@pulumi/policy");
const { agentPolicies } = require("pulumi-mlflow-agents/policy");

new PolicyPack("agents", {
  policies: agentPolicies({
    // Stacks whose endpoints must record traces and must not scale to zero.
    production: ["prod"],
    // API scopes that somebody looked at. `--policy-pack-config` can name others for one run.
    reviewedScopes: ["dashboards.genie"],
    // Who beside groups may hold permissions.
    allowedPrincipals: [],
    levels: { "pinned-requirements": "mandatory" },
  }),
});
