import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, writes } from "../support/workspace.js";

/** An agent whose answer stands in a module of the same name as the other agent's. */
const agent = echoAgent("")
  .replace('text=""', "text=SAYS")
  .replace("\n\n\nclass", "\nfrom tools.words import SAYS\n\n\nclass");
const endpoints = "/api/2.0/serving-endpoints";
const registry = "/api/2.0/mlflow/unity-catalog";
const [red, blue] = ["main.agents.reported_red", "main.agents.reported_blue"];
const theirs = {
  provider: "openai",
  name: "gpt-4o",
  task: "llm/v1/chat",
  openai_config: { openai_api_key: "{{secrets/of/others}}" },
};

interface Parts {
  tags?: string;
  endpoint: string;
  gateway?: string;
  entities?: string;
}

/** Two agents on one endpoint, a model that was there before, and the gateway of an endpoint that others run. */
function program({ tags = "", endpoint, gateway = "", entities = "red, blue" }: Parts) {
  return `const { LoggedAgent, RegisteredModel, ServingEndpoint } = require("pulumi-mlflow-agents");
const model = (colour, more) => new RegisteredModel(colour, {
  name: "main.agents.reported_" + colour,
  agent: new LoggedAgent(colour, { code: colour + "/agent.py", codePaths: [colour + "/tools"] }),
  aliases: { champion: "latest" },
  forceDestroy: true,
  ...more,
});
const red = model("red", { adopt: true, tags: { ${tags} } });
const blue = model("blue", {});
const servedEntities = Object.entries({ ${entities} }).map(([name, model]) => ({ name, model }));
new ServingEndpoint("reported", { name: "reported", servedEntities, ${endpoint} });
const rateLimits = [{ calls: 2 }, { calls: 1, per: "user" }];
new ServingEndpoint("theirs", { name: "reported-theirs", adopt: true, aiGateway: { rateLimits, ${gateway} } });
exports.read = RegisteredModel.get("read", "${blue}", { dependsOn: blue }).aliasVersions;
`;
}

interface Endpoint {
  id: string;
  config: { served_entities: { scale_to_zero_enabled?: boolean }[] };
  ai_gateway?: { rate_limits?: { calls: number; key: string }[]; usage_tracking_config?: { enabled: boolean } };
}
const endpoint = (name: string) => ask<Endpoint>("GET", `${endpoints}/${name}`);

async function tagsOf(name: string) {
  type Answer = { registered_model: { tags?: { key: string; value: string }[] } };
  const { registered_model: found } = await ask<Answer>("GET", `${registry}/registered-models/get?name=${name}`);
  const own = (found.tags ?? []).filter(({ key }) => !key.startsWith("pulumi_"));
  return Object.fromEntries(own.map(({ key, value }) => [key, value]));
}

async function limits() {
  const { ai_gateway: gateway } = await endpoint("reported-theirs");
  return (gateway?.rate_limits ?? []).map(({ calls, key }) => `${calls} ${key}`).sort();
}

async function permissionsOfUsers() {
  type Answer = { access_control_list: { group_name?: string; all_permissions: { permission_level: string }[] }[] };
  const path = `/api/2.0/permissions/serving-endpoints/${(await endpoint("reported")).id}`;
  const { access_control_list: list } = await ask<Answer>("GET", path);
  const users = list.filter(({ group_name: group }) => group === "users");
  return users.flatMap(({ all_permissions: all }) => all.map(({ permission_level: level }) => level));
}

/** Public reports about other tools, each as our equivalent: what a user lost there. One stack, in order. */
describe("what others lost, by public reports", () => {
  let project: Project;
  beforeAll(async () => {
    const served = [{ name: "theirs", external_model: theirs }];
    await ask("POST", endpoints, { name: "reported-theirs", config: { served_entities: served } });
    await ask("POST", `${registry}/registered-models/create`, { name: red, tags: [{ key: "by", value: "hand" }] });
    const users = 'permissions: { groups: { users: "CAN_QUERY" } }';
    project = await Project.create("reported", {
      "index.js": program({
        tags: 'team: "a", cost: "1"',
        endpoint: `${users}, scaleToZero: true, tags: { team: "a" }`,
      }),
      "red/agent.py": agent,
      "red/tools/words.py": 'SAYS = "red"\n',
      "blue/agent.py": agent,
      "blue/tools/words.py": 'SAYS = "blue"\n',
    });
    await project.up();
  });
  afterAll(async () => {
    await project.remove();
    await ask("DELETE", `${endpoints}/reported-theirs`, undefined, "any");
  });

  // mlflow/mlflow#15941: of two models with modules of one name, both run the first one's code.
  it("no agent loses its own code to another whose modules have the same names", async () => {
    const answers = ["red", "blue"].map((entity) =>
      ask<{ output: { content: { text: string }[] }[] }>(
        "POST",
        `/serving-endpoints/reported/served-models/${entity}/invocations`,
        { input: [{ role: "user", content: "?" }] },
      ),
    );
    const texts = (await Promise.all(answers)).map(({ output }) => output[0]?.content[0]?.text);
    expect(texts).toEqual(["red", "blue"]);
  });

  // databricks/terraform-provider-databricks#3477: tags of an imported model are planned and never written.
  // databricks/cli#2991: permissions follow the first deployment only.
  // databricks/cli#3988: a change of tags sends the whole configuration again, and the endpoint rolls over.
  // mlflow/mlflow#12288: Python's caches beside the code are packed with it: a change that nobody made.
  it("no later change of tags or permissions is lost, and none costs a new rollout", async () => {
    expect(await tagsOf(red)).toEqual({ by: "hand", team: "a", cost: "1" });
    expect(await permissionsOfUsers()).toEqual(["CAN_QUERY"]);
    project.write("red/tools/__pycache__/words.cpython-312.pyc", "cache");
    const users = 'permissions: { groups: { users: "CAN_MANAGE" } }';
    const gateway = "usageTracking: true";
    project.write(
      "index.js",
      program({ tags: 'team: "b"', endpoint: `${users}, scaleToZero: true, tags: { team: "b" }`, gateway }),
    );
    const calls = writes(await callsDuring(() => project.up()));
    const { id } = await endpoint("reported");
    expect(calls.sort()).toEqual([
      `DELETE ${registry}/registered-models/delete-tag`,
      `PATCH /api/2.0/permissions/serving-endpoints/${id}`,
      `PATCH ${endpoints}/reported/tags`,
      `POST ${registry}/registered-models/set-tag`,
      `PUT ${endpoints}/reported-theirs/ai-gateway`,
    ]);
    expect(await tagsOf(red)).toEqual({ by: "hand", team: "b" });
    expect(await permissionsOfUsers()).toEqual(["CAN_MANAGE"]);
  });

  // databricks/terraform-provider-databricks#4067: `true` that becomes `false`, or leaves, is not sent.
  // mlflow/mlflow#9783 and #16734: aliases are empty where they are read.
  it("nothing stays on that becomes false or leaves the program, and no alias is lost from sight", async () => {
    await ask("POST", `${registry}/registered-models/alias`, { name: blue, alias: "theirs", version: "1" });
    project.write(
      "index.js",
      program({ endpoint: "scaleToZero: false", gateway: "usageTracking: false", entities: "red" }),
    );
    await project.up();
    const { config } = await endpoint("reported");
    expect(config.served_entities.map((entity) => entity.scale_to_zero_enabled)).toEqual([false]);
    expect((await endpoint("reported-theirs")).ai_gateway?.usage_tracking_config?.enabled ?? false).toBe(false);
    expect(await permissionsOfUsers()).toEqual([]);
    expect(await tagsOf(red)).toEqual({ by: "hand" });
    expect(await project.outputs()).toEqual({ read: { champion: "1", theirs: "1" } });
  });

  // databricks/terraform-provider-databricks#4589: rate limits of a foundation model's endpoint do not arrive or drift.
  // mlflow/mlflow#24825: a version that somebody deletes leaves its alias in a state that nothing gets out of.
  it("no limit is lost to a hand change, and no model to a version deleted by hand: one `up` brings both back", async () => {
    expect(await limits()).toEqual(["1 user", "2 endpoint"]);
    await ask("PUT", `${endpoints}/reported-theirs/ai-gateway`, {
      rate_limits: [{ calls: 9, key: "endpoint", renewal_period: "minute" }],
    });
    await ask("DELETE", `${registry}/model-versions/delete`, { name: blue, version: "1" });
    await project.succeed("up", "--yes", "--skip-preview", "--refresh");
    expect(await limits()).toEqual(["1 user", "2 endpoint"]);
    expect((await project.resource("RegisteredModel", "blue")).outputs).toMatchObject({
      version: "2",
      aliasVersions: { champion: "2" },
    });
    expect(await project.preview("--refresh")).toEqual([]);
  });
});
