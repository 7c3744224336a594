/** Arguments of each resource in which everything is right, for spoiling. */
export const valid: Record<string, Record<string, unknown>> = {
  AuthPolicy: {
    systemResources: [
      { kind: "table", name: "main.kb.docs" },
      { kind: "genieSpace", name: "01ef", onBehalfOfUser: true },
    ],
    userApiScopes: ["dashboards.genie", "sql"],
  },
  LoggedAgent: {
    code: "agent.py",
    codePaths: ["tools"],
    artifacts: { notes: "notes.txt" },
    modelConfig: { llm: "chat", nested: { list: [1, null, true] } },
    requirements: ["mlflow==3.17.2"],
    constraints: ["numpy<3"],
    pythonVersion: "3.11.7",
    inputExample: { input: [{ role: "user", content: "hi" }] },
    metadata: { owner: "a" },
    mlflowVersion: "3.17.2",
    ignore: ["*.tmp"],
    modelType: "agent",
    params: { k: "v" },
    tags: { team: "a" },
    name: "support",
    experiment: "/Shared/a",
    authPolicy: { systemResources: [{ kind: "app", name: "x" }], userApiScopes: [] },
    keepOnDestroy: true,
  },
  RegisteredModel: {
    name: "main.agents.support",
    agent: { modelId: "m-1a", digest: "d" },
    aliases: { champion: "latest", old: 3 },
    description: "what it is for",
    tags: { team: "a" },
    adopt: false,
    forceDestroy: true,
  },
  ServingEndpoint: {
    name: "support",
    servedEntities: [
      { name: "a", model: "models:/main.agents.support/1", environment: { KEY: "v" }, scaleToZero: true },
      { name: "b", model: { name: "main.agents.support", version: 2 }, workloadSize: "Small", workloadType: "CPU" },
    ],
    traffic: [
      { servedEntity: "a", percentage: 90 },
      { servedEntity: "b", percentage: 10 },
    ],
    environment: { ENABLE_MLFLOW_TRACING: "true" },
    description: "d",
    tags: { team: "a" },
    routeOptimized: false,
  },
};
