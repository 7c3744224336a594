import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { keyOf } from "../../../workspace/serving/entityKey.js";
import { removeLeftovers } from "../../../workspace/serving/leftovers.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "../../../workspace/serving/records.js";

const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-leftovers-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function entity(name: string, version: string): ServedEntity {
  return {
    name: `x-${version}`,
    entity_name: name,
    entity_version: version,
    environment_vars: {},
    scale_to_zero_enabled: true,
    creator: "ada",
    creation_timestamp: 0,
  };
}

const config = (...served: ServedEntity[]): EndpointConfig => ({
  config_version: 1,
  served_entities: served,
  routes: [],
  start_time: 0,
});

it("what is served or is to be served stays, everything else goes", async () => {
  const [serving, coming] = [entity("main.agents.a", "2"), entity("main.agents.b", "1")];
  // Only what is looked at.
  const record = { id: "e1", config: config(serving), pending_config: config(coming) } as EndpointRecord;
  const files = [
    "models/main.agents.a/1/model/MLmodel",
    "models/main.agents.a/2/model/MLmodel",
    "models/main.agents.b/1/model/MLmodel",
    "models/main.agents.gone/1/model/MLmodel",
    `endpoints/e1/${keyOf(serving)}/server.log`,
    "endpoints/e1/0123456789ab/server.log",
    "endpoints/e1/inference.jsonl",
    "endpoints/deleted/0123456789ab/server.log",
    ".gone-000000000000/MLmodel",
  ];
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "x");
  }
  await removeLeftovers(folder, () => [record]);
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(left.filter((file) => files.includes(file)).sort()).toEqual(
    [files[1], files[2], files[4], files[6]].map(String).sort(),
  );
  expect(left).not.toContain("models/main.agents.gone");
  await removeLeftovers(join(folder, "nothing yet"), () => []);
});
