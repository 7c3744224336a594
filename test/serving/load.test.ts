import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Project } from "../support/engine.js";
import { ask } from "../support/workspace.js";
import { goldenModel } from "./goldens/story.js";

const endpoint = "under-load";
const clients = 8;
const atLeast = 10_000;
/** Seconds that each share holds: long enough for a share of some thousand requests on a slow machine. */
const pauseSeconds = Number(process.env.MLFLOW_AGENTS_LOAD_PAUSE ?? 45);

interface Answer {
  at: number;
  entity: string;
}

const program = (version: number) => `const a = require("pulumi-mlflow-agents");
new a.ServingEndpoint("it", {
  name: "${endpoint}",
  model: "models:/main.agents.golden/${version}",
  rollout: { canary: [10, 50, 100], pauseSeconds: ${pauseSeconds} },
  smokeTest: [{ question: "hi", expect: { contains: "${version === 1 ? "one" : "two"}" } }],
});
`;

/** The share of the new version, and since when it holds. */
interface Phase {
  since: number;
  share: number;
}

describe("a canary under load", () => {
  let model: Project;
  let project: Project;
  beforeAll(async () => {
    model = await goldenModel(2);
    project = await Project.create("load", { "index.js": program(1) });
    await project.up();
  });
  afterAll(async () => {
    await project?.remove();
    await model?.remove();
  });

  it(`fails none of ${atLeast} requests of ${clients} clients, and keeps its shares within 2 points`, async () => {
    const { host, token } = inject("shared");
    const answers: Answer[] = [];
    const failures: string[] = [];
    const phases: Phase[] = [];
    let going = true;
    const client = async () => {
      while (going) {
        const answer = await fetch(`${host}/serving-endpoints/${endpoint}/invocations`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ input: [{ role: "user", content: "hi" }] }),
        }).catch((error: Error) => error);
        if (answer instanceof Error) {
          failures.push(answer.message);
          continue;
        }
        const text = await answer.text();
        const entity = answer.headers.get("served-model-name") ?? "";
        if (!answer.ok) failures.push(`${answer.status} ${text}`);
        else answers.push({ at: performance.now(), entity });
      }
    };
    const watch = async () => {
      while (going) {
        const { config } = await ask<{
          config: { traffic_config: { routes: { served_entity_name: string; traffic_percentage: number }[] } };
        }>("GET", `/api/2.0/serving-endpoints/${endpoint}`);
        const { routes } = config.traffic_config;
        const share = routes.find((each) => each.served_entity_name.endsWith("_2"))?.traffic_percentage ?? 0;
        if (phases.at(-1)?.share !== share) phases.push({ since: performance.now(), share });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    const working = [...Array.from({ length: clients }, client), watch()];
    project.write("index.js", program(2));
    await project.up();
    // The last share is looked at as well.
    const end = performance.now() + 5_000;
    while (answers.length < atLeast || performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 200));
    going = false;
    await Promise.all(working);

    expect(failures).toEqual([]);
    const shares = phases.map(({ since, share }, index) => {
      const until = (phases[index + 1]?.since ?? performance.now()) - 1_000;
      const held = answers.filter(({ at }) => at > since + 1_000 && at < until);
      const fresh = held.filter(({ entity }) => entity.endsWith("_2")).length;
      return { asked: share, requests: held.length, got: Math.round((fresh / held.length) * 1_000) / 10 };
    });
    console.log(`${answers.length} requests, 0 failed; shares of the new version: ${JSON.stringify(shares)}`);
    expect(phases.map(({ share }) => share)).toEqual([0, 10, 50, 100]);
    for (const { asked, got } of shares) expect(Math.abs(got - asked)).toBeLessThan(2);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("a version that fails its question never gets a request of a client", async () => {
    project.write("index.js", program(1).replace('contains: "one"', 'contains: "three"'));
    const seen = new Set<string>();
    let going = true;
    const { host, token } = inject("shared");
    const client = async () => {
      while (going) {
        const answer = await fetch(`${host}/serving-endpoints/${endpoint}/invocations`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ input: [{ role: "user", content: "hi" }] }),
        });
        seen.add(`${answer.status} ${answer.headers.get("served-model-name")}`);
        await answer.text();
      }
    };
    const working = Array.from({ length: clients }, client);
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    going = false;
    await Promise.all(working);
    expect(code).not.toBe(0);
    expect(output).toMatch(/failed question 1 of `smokeTest`: it does not contain "three"; the answer was "one"/);
    expect(output).toMatch(/It still serves version 2 of main\.agents\.golden/);
    expect([...seen]).toEqual(["200 main-agents-golden_2"]);
    // And the fix goes through.
    project.write("index.js", program(2));
    await project.up();
    expect(await project.preview("--refresh")).toEqual([]);
  });
});
