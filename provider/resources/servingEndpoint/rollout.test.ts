import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { noWaiting, one, three, two, world } from "../../../test/serving/support/endpoint.js";
import { Handlers } from "../../transport/dynamic/handlers.js";
import { servingEndpoint } from "./resource.js";

beforeEach(noWaiting);

const v1 = "main-agents-support_1";
const v2 = "main-agents-support_2";
const v3 = "main-agents-support_3";
const smokeTest = [{ question: "hello", expect: { contains: "well" } }];

/** An endpoint that serves version 1; every version but the ill ones answers well. */
async function serving(args: Record<string, unknown> = { smokeTest }) {
  const made = world();
  const { serving: fake } = made.workspace;
  const ill = new Set<string>();
  fake.answer = (entity) => ({
    output: [{ type: "message", content: [{ type: "output_text", text: ill.has(entity.name) ? "no" : "all well" }] }],
  });
  expect((await made.up({ model: one, ...args })).message).toBe("");
  fake.history.length = 0;
  fake.asked.length = 0;
  return { ...made, fake, ill };
}

describe("a new version that must answer questions", () => {
  it("and tells a secret in place of an answer: nothing of it is repeated, also where the answer is cut", async () => {
    const canary = "canary-in-an-answer";
    const made = world({ secrets: ["environment/KEY"] });
    const environment = { KEY: canary };
    const long = `${"x".repeat(190)}${canary}`;
    made.workspace.serving.answer = () => ({
      output: [{ type: "message", content: [{ type: "output_text", text: long }] }],
    });
    const { message } = await made.up({ model: one, environment, smokeTest });
    expect(message).toMatch(/it does not contain "well"; the answer was "x+\[secret\]/);
    expect(message).not.toContain("canary");
  });

  it("is asked beside the old one, and gets traffic afterwards", async () => {
    const { up, fake, settled, serving: shares } = await serving();
    const { message } = await up({ model: two, smokeTest });
    expect(message).toBe("");
    expect(fake.history).toEqual([{ [v1]: 100, [v2]: 0 }, { [v2]: 100 }]);
    expect(fake.asked).toEqual([v2]);
    expect(shares()).toEqual({ [v2]: 100 });
    await settled({ model: two, smokeTest });
  });

  it("and fails never gets a request of a client; the error has the reason and its log", async () => {
    const { up, fake, ill, serving: shares } = await serving();
    ill.add(v2);
    const { message } = await up({ model: two, smokeTest });
    expect(message).toMatch(
      /^smokeTest\[0\]: main-agents-support_2 failed question 1 of `smokeTest`: it does not contain "well"; the answer was "no"\. It still serves version 1 of main\.agents\.support\. The version that failed is kept/,
    );
    expect(message).toMatch(/--- build log, last 1 lines ---/);
    expect(fake.history).toEqual([{ [v1]: 100, [v2]: 0 }]);
    expect(shares()).toEqual({ [v1]: 100, [v2]: 0 });
    // The next run takes it up again, and the one after it is another version.
    ill.clear();
    expect((await up({ model: two, smokeTest })).message).toBe("");
    expect(shares()).toEqual({ [v2]: 100 });
  });

  it("and fails can be followed by another, which is the only one beside", async () => {
    const { up, fake, ill, serving: shares, settled } = await serving();
    ill.add(v2);
    await up({ model: two, smokeTest, keep: 1 });
    await up({ model: three, smokeTest, keep: 1 });
    expect(fake.history.at(-2)).toEqual({ [v1]: 100, [v3]: 0 });
    expect(shares()).toEqual({ [v3]: 100, [v1]: 0 });
    await settled({ model: three, smokeTest, keep: 1 });
  });

  it("and fails is removed where the program says so", async () => {
    const { up, ill, serving: shares } = await serving();
    ill.add(v2);
    const { message } = await up({ model: two, smokeTest, onFailure: "remove" });
    expect(message).toMatch(
      /It still serves version 1 of main\.agents\.support\. The version that failed is removed\./,
    );
    expect(shares()).toEqual({ [v1]: 100 });
  });

  it("with other variables only stands beside itself under a name of its own", async () => {
    const { up, fake, settled } = await serving({ smokeTest, environment: { A: "1" } });
    const changed = { model: one, smokeTest, environment: { A: "2" } };
    expect((await up(changed)).message).toBe("");
    expect(fake.history).toEqual([
      { [v1]: 100, [`${v1}-${fake.asked[0]?.slice(-6)}`]: 0 },
      { [fake.asked[0] ?? ""]: 100 },
    ]);
    await settled(changed);
    await up({ model: one, smokeTest, environment: { A: "3" } });
    await settled({ model: one, smokeTest, environment: { A: "3" } });
  });

  it("that cannot be deployed leaves everything on the old one", async () => {
    const { up, workspace, serving: shares } = await serving();
    workspace.serving.failing.set("main.agents.support/2", "RuntimeError: no");
    const { message } = await up({ model: two, smokeTest });
    expect(message).toMatch(
      /could not deploy main-agents-support_2.* It still serves version 1 of main\.agents\.support/,
    );
    expect(message).toMatch(/RuntimeError: no/);
    expect(shares()).toEqual({ [v1]: 100 });
    workspace.serving.failing.clear();
    expect((await up({ model: two, smokeTest })).message).toBe("");
    expect(shares()).toEqual({ [v2]: 100 });
  });
});

describe("while it is waited for", () => {
  it("the row says how long, what, and the last line of its log, without its secrets", async () => {
    const { workspace } = world();
    const said: string[] = [];
    workspace.serving.looks = 30;
    workspace.serving.failing.set("main.agents.support/1", "line\nsolving a-secret-value\n");
    const engine = new Handlers(servingEndpoint, async () => workspace, {
      status: (_urn, message) => said.push(message),
      write: () => {},
    });
    const hidden = {
      __provider: "",
      __urn: "urn:pulumi:dev::shop::x:ServingEndpoint::thing",
      __secrets: ["environment"],
    };
    const { inputs } = await engine.check({}, { model: one, environment: { KEY: "a-secret-value" }, ...hidden });
    await engine.create(inputs).catch(() => {});
    expect(said).toContainEqual(expect.stringMatching(/^\d+ s: main-agents-support_1 creating \| solving \[secret\]$/));
    expect(said.join()).not.toContain("a-secret-value");
  });
});

describe("a first deployment that fails its questions", () => {
  it("says that it serves already, and is asked again by the next run", async () => {
    const made = world();
    made.workspace.serving.answer = () => ({ output: [] });
    const { message } = await made.up({ model: one, smokeTest });
    expect(message).toMatch(/failed question 1.*It serves already: no other version could take its place/);
    expect(made.engine.state?.outputs.state).not.toBe("READY");
    made.workspace.serving.answer = () => ({ text: "well" });
    expect((await made.up({ model: one, smokeTest })).message).toBe("");
    expect(made.workspace.serving.asked).toEqual([v1, v1]);
    await made.settled({ model: one, smokeTest });
  });
});

describe("what an answer must satisfy", () => {
  it.each([
    [{ contains: "all" }, undefined],
    [{ contains: "none" }, /does not contain "none"/],
    [{ matches: "^all \\w+$" }, undefined],
    [{ matches: "^well" }, /does not match \/\^well\//],
    [{ jsonPath: { path: "output[0].type", equals: "message" } }, undefined],
    [{ jsonPath: { path: "$.output[0].content[0].text", equals: "all well" } }, undefined],
    [{ jsonPath: { path: "output[1].type", equals: "message" } }, /at output\[1\]\.type it has nothing, not "message"/],
  ])("%j", async (expectation, complaint) => {
    const { up } = await serving();
    const { message } = await up({ model: two, smokeTest: [{ question: "x", expect: expectation }] });
    if (complaint === undefined) expect(message).toBe("");
    else expect(message).toMatch(complaint);
  });

  it("may be a time, which the first question to a cold entity does not count for", async () => {
    const { up, fake } = await serving();
    expect((await up({ model: two, smokeTest: [{ question: "x", maxLatencyMs: 60_000 }] })).message).toBe("");
    expect(fake.asked).toEqual([v2, v2]);
  });

  it("is asked in the form that the kind of agent takes, or as the program says", async () => {
    const { up, fake } = await serving();
    const bodies: unknown[] = [];
    fake.answer = (_entity, body) => {
      bodies.push(body);
      return {};
    };
    await up({ model: two, smokeTest: [{ question: "hi" }, { question: { messages: [1] } }] });
    expect(bodies).toEqual([{ input: [{ role: "user", content: "hi" }] }, { messages: [1] }]);
  });

  it.each([[{ question: "x", expect: { matches: "(" } }], [{ question: "" }], [{ question: "x", expects: {} }]])(
    "and is refused at once where it says nothing: %j",
    async (test) => {
      expect((await world().up({ model: one, smokeTest: [test] })).operation).toBe("refused");
    },
  );
});

describe("a canary", () => {
  const rollout = { canary: [10, 50, 100], pauseSeconds: 5 };

  it("moves the traffic in steps", async () => {
    const { up, fake, settled } = await serving({});
    expect((await up({ model: two, rollout })).message).toBe("");
    expect(fake.history).toEqual([
      { [v1]: 100, [v2]: 0 },
      { [v1]: 90, [v2]: 10 },
      { [v1]: 50, [v2]: 50 },
      { [v2]: 100 },
    ]);
    await settled({ model: two, rollout });
  });

  it("keeps the old version where `keep` says so", async () => {
    const { up, serving: shares, settled } = await serving({ keep: 1 });
    await up({ model: two, rollout, keep: 1 });
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
    await settled({ model: two, rollout, keep: 1 });
  });

  it("can wait for requests instead of time, by the endpoint's metrics", async () => {
    const { up, fake } = await serving({});
    const { message } = await up({ model: two, rollout: { canary: [50, 100], requests: 20 } });
    expect(message).toBe("");
    expect(fake.history.at(-1)).toEqual({ [v2]: 100 });
  });

  it("without metrics says what to do, with all traffic on the old version", async () => {
    const { up, serving: shares, workspace } = await serving({});
    workspace.serving.unknownRoutes.add("metrics");
    const { message } = await up({ model: two, rollout: { canary: [50, 100], requests: 20 } });
    expect(message).toMatch(/^rollout\.requests: the endpoint's metrics cannot be read.*Give `pauseSeconds`/s);
    expect(shares()).toEqual({ [v1]: 100, [v2]: 0 });
  });

  it("goes on from its last step after it was cut off", async () => {
    const { up, fake, workspace, serving: shares } = await serving({});
    // The process is killed while the second step is sent.
    const answer = workspace.answer.bind(workspace);
    let puts = 0;
    workspace.answer = (method, path, ...rest) => {
      if (method === "PUT" && path.endsWith("/config") && ++puts === 3)
        return { status: 403, body: { message: "out" } };
      if (method === "PUT" && path.endsWith("/config") && puts > 3) return { status: 403, body: { message: "out" } };
      return answer(method, path, ...rest);
    };
    const { message } = await up({ model: two, rollout });
    expect(message).toMatch(/The traffic could not be moved back/);
    expect(shares()).toEqual({ [v1]: 90, [v2]: 10 });
    workspace.answer = answer;
    fake.history.length = 0;
    expect((await up({ model: two, rollout })).message).toBe("");
    expect(fake.history).toEqual([{ [v1]: 50, [v2]: 50 }, { [v2]: 100 }]);
  });

  it.each([[{ canary: [50, 10, 100] }], [{ canary: [10, 50] }], [{ canary: [] }], [{ canary: [100.5] }], ["slowly"]])(
    "of %j is refused",
    async (given) => expect((await world().up({ model: one, rollout: given })).operation).toBe("refused"),
  );
});

describe("a gate", () => {
  it("is a command that is told what is about to happen, before each step", async () => {
    const { up, fake } = await serving({});
    const command = '[ "$MLFLOW_AGENTS_ENTITY" = main-agents-support_2 ] && [ "$MLFLOW_AGENTS_SHARE" != 100 ]';
    const { message } = await up({ model: two, rollout: { canary: [20, 100], pauseSeconds: 0 }, gate: { command } });
    expect(message).toMatch(/^gate: the gate refused: the command ended with 1\. It still serves version 1/);
    // It agreed to 20 %, refused 100 %, and the traffic went back.
    expect(fake.history).toEqual([
      { [v1]: 100, [v2]: 0 },
      { [v1]: 80, [v2]: 20 },
      { [v1]: 100, [v2]: 0 },
    ]);
  });

  it("shows the end of a command's output, and its children end with it", async () => {
    const { up } = await serving({});
    const { message } = await up({ model: two, gate: { command: "echo the budget is spent; sleep 600 & exit 3" } });
    expect(message).toMatch(/the command ended with 3/);
    expect(message).toMatch(/--- gate ---\nthe budget is spent/);
  });

  it.each([
    [
      "echo step 3 of 7; echo on stderr >&2; sleep 600",
      /the gate did not answer within 1 s\..*step 3 of 7\non stderr/s,
    ],
    // What got out of the process group holds the output open.
    ["echo step 4; (exec setsid sleep 30) & sleep 600", /the gate did not answer within 1 s\..*--- gate ---\nstep 4/s],
    ["sleep 600", /the gate did not answer within 1 s and printed nothing\./],
  ])("that does not answer in time is a refusal, with what it printed: %s", async (command, words) => {
    const { up, engine, serving: shares } = await serving({});
    const { message } = await up({ model: two, gate: { command, timeoutSeconds: 1 } });
    expect(message).toMatch(words);
    expect(message).toMatch(/^gate: /);
    if (command.includes("echo")) expect(engine.state?.outputs.__evidence).toMatch(/^--- gate ---\nstep/);
    expect(shares()).toEqual({ [v1]: 100, [v2]: 0 });
  });

  it("that is an address and does not come to an end is a refusal, with what it answered so far", async () => {
    const server = createServer((_request, response) => void response.writeHead(200).write("queued, place 12"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { up } = await serving({});
      // Node's own limits of a fetch are timers as well.
      vi.useRealTimers();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gate`;
      const { message } = await up({ model: two, gate: { url, timeoutSeconds: 1 } });
      expect(message).toMatch(/^gate: the gate did not answer within 1 s\..*--- gate ---\nqueued, place 12/s);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("is an address that answers 2xx", async () => {
    let asked = "";
    let status = 503;
    const server = createServer((request, response) => {
      asked = request.url ?? "";
      response.writeHead(status).end("budget spent");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { up } = await serving({});
      const gate = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gate?key=hidden` };
      const { message } = await up({ model: two, gate });
      expect(message).toMatch(/the gate refused: http:\/\/127\.0\.0\.1:\d+\/gate answered 503/);
      expect(message).toMatch(/budget spent/);
      expect(message).not.toContain("hidden");
      expect(asked).toMatch(/entity=main-agents-support_2&share=100/);
      status = 204;
      expect((await up({ model: two, gate })).message).toBe("");
    } finally {
      server.close();
    }
  });
});
