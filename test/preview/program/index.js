// The program of every recorded preview: situation.json says how it differs from the deployed one.
const agents = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
const situation = require("./situation.json");

const { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint, servingEndpoint, genieSpace, vectorSearchIndex } =
  agents;

/** `{ secret: "x" }` in the situation is a Pulumi secret here. */
const variables = (given) =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === "object" ? pulumi.secret(value.secret) : value,
    ]),
  );
const things = { servingEndpoint, genieSpace, vectorSearchIndex };
const named = (list) => list.map(([kind, name, options]) => things[kind](name, options));

if (situation.throws !== undefined) throw new Error(situation.throws);

function declare(name, given) {
  const options = given.protect === undefined ? {} : { protect: given.protect };
  const access = new AuthPolicy(
    `${name}-access`,
    { systemResources: named(given.uses), userApiScopes: given.scopes, ...given.policy },
    options,
  );
  if (given.agent === false) return;
  const agent = new LoggedAgent(name, {
    code: "agent.py",
    codePaths: ["tools"],
    requirements: given.requirements,
    modelConfig: given.config,
    authPolicy: access,
    ...given.agent,
  });
  const model = new RegisteredModel(name, {
    name: given.model,
    agent,
    aliases: given.aliases,
    forceDestroy: true,
    ...given.registered,
  });
  if (given.endpoint === false) return;
  const canary = given.canary && {
    servedEntities: [
      { name: "stable", model: { name: given.model, version: "1" } },
      { name: "canary", model },
    ],
    traffic: [
      { servedEntity: "stable", percentage: given.canary },
      { servedEntity: "canary", percentage: 100 - given.canary },
    ],
  };
  new ServingEndpoint(name, {
    ...(canary ?? { model }),
    name: given.endpointName,
    environment: variables(given.environment),
    ...given.endpoint,
  });
}

for (const [name, given] of Object.entries(situation.agents)) declare(name, given);
