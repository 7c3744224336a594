import { loggedAgent } from "../../provider/resources/loggedAgent/resource.js";
import { registeredModel } from "../../provider/resources/registeredModel/resource.js";
import { servingEndpoint } from "../../provider/resources/servingEndpoint/resource.js";
import { echoAgent } from "../support/agents.js";
import type { FakeWorkspace } from "../support/fakeWorkspace.js";
import { type AgentFolder, agentFolder } from "../unit/provider/support/agentFolder.js";
import type { Engine } from "../unit/provider/support/engine.js";
import { stackOf } from "../unit/provider/support/stack.js";

type Arguments = Record<string, unknown>;

/** What a scenario's steps work with. */
export interface World {
  engine: Engine;
  workspace: FakeWorkspace;
}

/** A run of the program that is disturbed at each of its calls. */
export interface Scenario {
  name: string;
  /** Makes everything up to the disturbed run. @returns the arguments of that run; undefined: it destroys */
  prepare(): Promise<World & { args: Arguments | undefined }>;
}

/** A logged model to register, made by a LoggedAgent of its own. */
async function logged(workspace: FakeWorkspace, folder: AgentFolder, answer: string) {
  const { engine } = stackOf(loggedAgent, { name: "agent" }, workspace);
  folder.write("agent.py", echoAgent(answer));
  const { message } = await engine.up({ code: "agent.py" });
  if (engine.state === undefined) throw new Error(message);
  const { modelId, digest } = engine.state.outputs;
  return { modelId, digest };
}

async function agentWorld(registry?: FakeWorkspace["registry"], release?: string) {
  const { FakeWorkspace } = await import("../support/fakeWorkspace.js");
  return { folder: agentFolder(), ...stackOf(loggedAgent, {}, new FakeWorkspace(registry, release)) };
}

async function modelWorld(registry?: FakeWorkspace["registry"], release?: string) {
  const { FakeWorkspace } = await import("../support/fakeWorkspace.js");
  const world = stackOf(registeredModel, {}, new FakeWorkspace(registry, release));
  const folder = agentFolder();
  const one = await logged(world.workspace, folder, "one");
  return { ...world, folder, one, two: () => logged(world.workspace, folder, "two") };
}

const name = "main.agents.support";
const endpoint = { model: { name, version: "1" }, environment: { KEY: "a-value" }, tags: { team: "a", old: "b" } };

const mlflow2 = "2.22.5";
const sharedAgent = { code: "agent.py", experiment: "/Shared/both", shared: true };

/** Every kind of work that calls a workspace. */
export const scenarios: Scenario[] = [
  {
    name: "LoggedAgent: create",
    prepare: async () => ({
      ...(await agentWorld()),
      args: { code: "agent.py", tags: { team: "a" }, params: { size: "1" } },
    }),
  },
  {
    name: "LoggedAgent: create in a folder that is missing",
    prepare: async () => ({ ...(await agentWorld()), args: { code: "agent.py", experiment: "/Shared/team/desk/one" } }),
  },
  {
    name: "LoggedAgent: create on plain MLflow",
    prepare: async () => ({ ...(await agentWorld("mlflow")), args: { code: "agent.py" } }),
  },
  {
    name: "LoggedAgent: other code and other tags",
    async prepare() {
      const world = await agentWorld();
      await world.engine.up({ code: "agent.py", tags: { team: "a", old: "b" } });
      world.folder.write("agent.py", echoAgent("two"));
      return { ...world, args: { code: "agent.py", tags: { team: "c" } } };
    },
  },
  {
    name: "LoggedAgent: other tags",
    async prepare() {
      const world = await agentWorld();
      await world.engine.up({ code: "agent.py", tags: { team: "a", old: "b", older: "c" } });
      return { ...world, args: { code: "agent.py", tags: { team: "c" } } };
    },
  },
  {
    name: "LoggedAgent: back to earlier code, with other tags",
    async prepare() {
      const world = await agentWorld();
      await world.engine.up({ code: "agent.py", tags: { team: "a", old: "b" } });
      world.folder.write("agent.py", echoAgent("two"));
      await world.engine.up({ code: "agent.py", tags: { team: "a" } });
      world.folder.write("agent.py", echoAgent("one"));
      return { ...world, args: { code: "agent.py", tags: { team: "c" } } };
    },
  },
  {
    name: "LoggedAgent: another name, which replaces it",
    async prepare() {
      const world = await agentWorld();
      await world.engine.up({ code: "agent.py" });
      return { ...world, args: { code: "agent.py", name: "other" } };
    },
  },
  {
    name: "LoggedAgent: create on MLflow 2",
    prepare: async () => ({
      ...(await agentWorld("mlflow", mlflow2)),
      args: { code: "agent.py", tags: { team: "a" }, params: { size: "1" } },
    }),
  },
  {
    name: "LoggedAgent: other code and tags on MLflow 2, of which one model stays",
    async prepare() {
      const world = await agentWorld("mlflow", mlflow2);
      for (const answer of ["one", "two"]) {
        world.folder.write("agent.py", echoAgent(answer));
        await world.engine.up({ code: "agent.py", tags: { team: "a", old: "b" } });
      }
      world.folder.write("agent.py", echoAgent("three"));
      return { ...world, args: { code: "agent.py", tags: { team: "c" }, retain: { versions: 1 } } };
    },
  },
  {
    name: "LoggedAgent: destroy of two models on MLflow 2",
    async prepare() {
      const world = await agentWorld("mlflow", mlflow2);
      for (const answer of ["one", "two"]) {
        world.folder.write("agent.py", echoAgent(answer));
        await world.engine.up({ code: "agent.py" });
      }
      return { ...world, args: undefined };
    },
  },
  {
    name: "LoggedAgent: other code, of which two models stay",
    async prepare() {
      const world = await agentWorld();
      for (const answer of ["one", "two", "three"]) {
        world.folder.write("agent.py", echoAgent(answer));
        await world.engine.up({ code: "agent.py" });
      }
      world.folder.write("agent.py", echoAgent("four"));
      return { ...world, args: { code: "agent.py", retain: { versions: 2 } } };
    },
  },
  {
    name: "LoggedAgent: other code than an upload that failed had",
    async prepare() {
      const world = await agentWorld();
      world.workspace.plant(8, "403");
      await world.engine.up({ code: "agent.py" });
      world.folder.write("agent.py", echoAgent("two"));
      return { ...world, args: { code: "agent.py" } };
    },
  },
  {
    name: "LoggedAgent: another stack's content, shared",
    async prepare() {
      const world = await agentWorld();
      const { engine } = stackOf(loggedAgent, { project: "other" }, world.workspace);
      await engine.up(sharedAgent);
      return { ...world, args: { ...sharedAgent, tags: { team: "a" } } };
    },
  },
  {
    name: "LoggedAgent: destroy of one that another stack shares",
    async prepare() {
      const world = await agentWorld();
      const { engine } = stackOf(loggedAgent, { project: "other" }, world.workspace);
      await engine.up(sharedAgent);
      await world.engine.up(sharedAgent);
      return { ...world, args: undefined };
    },
  },
  {
    name: "LoggedAgent: destroy of the last of two that shared one on MLflow 2",
    async prepare() {
      const world = await agentWorld("mlflow", mlflow2);
      const { engine } = stackOf(loggedAgent, { project: "other" }, world.workspace);
      await engine.up(sharedAgent);
      await world.engine.up(sharedAgent);
      await engine.destroy();
      return { ...world, args: undefined };
    },
  },
  {
    name: "LoggedAgent: destroy of three models",
    async prepare() {
      const world = await agentWorld();
      for (const answer of ["one", "two", "three"]) {
        world.folder.write("agent.py", echoAgent(answer));
        await world.engine.up({ code: "agent.py" });
      }
      return { ...world, args: undefined };
    },
  },
  {
    name: "RegisteredModel: create",
    async prepare() {
      const world = await modelWorld();
      const args = { name, agent: world.one, aliases: { champion: "latest" }, description: "d", tags: { team: "a" } };
      return { ...world, args };
    },
  },
  {
    name: "RegisteredModel: create in a plain registry",
    async prepare() {
      const world = await modelWorld("mlflow");
      return { ...world, args: { name: "support", agent: world.one, aliases: { champion: "latest" } } };
    },
  },
  {
    name: "RegisteredModel: create from a run's model on MLflow 2",
    async prepare() {
      const world = await modelWorld("mlflow", mlflow2);
      return { ...world, args: { name: "support", agent: world.one, aliases: { champion: "latest" } } };
    },
  },
  {
    name: "RegisteredModel: adopt",
    async prepare() {
      const world = await modelWorld();
      const other = stackOf(registeredModel, { name: "elsewhere" }, world.workspace);
      await other.engine.up({ name, agent: world.one, tags: { theirs: "yes" } });
      return { ...world, args: { name, agent: world.one, adopt: true, tags: { team: "a" }, description: "ours" } };
    },
  },
  {
    name: "RegisteredModel: other content, aliases, tags and description",
    async prepare() {
      const world = await modelWorld();
      const aliases = { champion: "latest", old: "latest", older: "1" };
      await world.engine.up({ name, agent: world.one, aliases, tags: { team: "a", old: "b" }, description: "d" });
      const agent = await world.two();
      const args = { name, agent, aliases: { champion: "latest", first: "1" }, tags: { team: "c" }, description: "e" };
      return { ...world, args };
    },
  },
  {
    name: "RegisteredModel: back to an earlier version",
    async prepare() {
      const world = await modelWorld();
      const args = { name, agent: world.one, aliases: { champion: "latest" } };
      await world.engine.up(args);
      await world.engine.up({ ...args, agent: await world.two() });
      return { ...world, args };
    },
  },
  {
    name: "RegisteredModel: copy of another model's version",
    async prepare() {
      const world = await modelWorld();
      const other = stackOf(registeredModel, { name: "source" }, world.workspace);
      await other.engine.up({ name, agent: world.one, aliases: { champion: "latest" } });
      const args = { name: "prod.agents.support", from: `models:/${name}@champion`, aliases: { live: "latest" } };
      return { ...world, args };
    },
  },
  {
    name: "RegisteredModel: retention",
    async prepare() {
      const world = await modelWorld();
      const args = { name, agent: world.one, aliases: { champion: "latest" } };
      await world.engine.up(args);
      await world.engine.up({ ...args, agent: await world.two() });
      const agent = await logged(world.workspace, world.folder, "three");
      return { ...world, args: { ...args, agent, keep: { versions: 1 } } };
    },
  },
  {
    name: "RegisteredModel: grants, owner and deployment job",
    async prepare() {
      const world = await modelWorld();
      const args = { name, agent: world.one, owner: "a", deploymentJobId: 1 };
      await world.engine.up({ ...args, grants: { principals: { users: ["EXECUTE"], old: ["MANAGE"] } } });
      const grants = { principals: { users: ["MANAGE"] }, mode: "authoritative" };
      return { ...world, args: { ...args, owner: "b", deploymentJobId: 2, grants } };
    },
  },
  {
    name: "RegisteredModel: destroy of two versions",
    async prepare() {
      const world = await modelWorld();
      await world.engine.up({ name, agent: world.one, forceDestroy: true });
      await world.engine.up({ name, agent: await world.two(), forceDestroy: true });
      return { ...world, args: undefined };
    },
  },
  {
    name: "ServingEndpoint: create",
    prepare: async () => ({ ...stackOf(servingEndpoint), args: { ...endpoint, description: "d" } }),
  },
  {
    name: "ServingEndpoint: adopt",
    async prepare() {
      const world = stackOf(servingEndpoint);
      const other = stackOf(servingEndpoint, { name: "elsewhere" }, world.workspace);
      await other.engine.up({ ...endpoint, model: { name, version: "7" } });
      return { ...world, args: { ...endpoint, adopt: true } };
    },
  },
  {
    name: "ServingEndpoint: another version, environment, tags and description",
    async prepare() {
      const world = stackOf(servingEndpoint);
      await world.engine.up(endpoint);
      const args = {
        model: { name, version: "2" },
        environment: { OTHER: "b" },
        tags: { team: "c" },
        description: "e",
      };
      return { ...world, args };
    },
  },
  {
    name: "ServingEndpoint: every setting and the permissions",
    async prepare() {
      const world = stackOf(servingEndpoint);
      const table = (schema: string) => ({ inferenceTable: { catalog: "main", schema, prefix: "x" } });
      await world.engine.up({ ...endpoint, aiGateway: table("old"), permissions: { groups: { users: "CAN_QUERY" } } });
      const args = {
        ...endpoint,
        description: "e",
        budgetPolicy: "p",
        notifications: { onUpdateFailure: ["a@x"] },
        telemetry: { profileId: "1" },
        aiGateway: table("new"),
        permissions: { groups: { admins: "CAN_VIEW" } },
      };
      return { ...world, args };
    },
  },
  {
    name: "ServingEndpoint: a canary with a question",
    async prepare() {
      const world = stackOf(servingEndpoint);
      await world.engine.up(endpoint);
      const rollout = { canary: [10, 100], pauseSeconds: 1 };
      return {
        ...world,
        args: { ...endpoint, model: { name, version: "2" }, rollout, smokeTest: [{ question: "x" }] },
      };
    },
  },
  {
    name: "ServingEndpoint: another version, which an alias follows",
    async prepare() {
      const world = stackOf(servingEndpoint);
      const post = (path: string, body: Arguments) =>
        world.workspace.answer("POST", `/api/2.0/mlflow/unity-catalog/${path}`, {}, { name, ...body });
      post("registered-models/create", {});
      for (const version of ["1", "2"]) {
        post("model-versions/create", { source: `models:/m-${version}` });
        const file = `/api/2.0/fs/files/Models/${name.replaceAll(".", "/")}/${version}/MLmodel`;
        world.workspace.answer("PUT", file, {}, {}, Buffer.from(""));
        post("model-versions/finalize", { version });
      }
      const args = { ...endpoint, modelAliases: ["live"], smokeTest: [{ question: "x" }] };
      await world.engine.up(args);
      return { ...world, args: { ...args, model: { name, version: "2" } } };
    },
  },
  {
    name: "ServingEndpoint: replacement under the same name",
    async prepare() {
      const world = stackOf(servingEndpoint);
      await world.engine.up(endpoint);
      return { ...world, args: { ...endpoint, routeOptimized: true } };
    },
  },
  {
    name: "ServingEndpoint: destroy",
    async prepare() {
      const world = stackOf(servingEndpoint);
      await world.engine.up(endpoint);
      return { ...world, args: undefined };
    },
  },
];
