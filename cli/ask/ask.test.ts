import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Seen, send, serve } from "../../test/unit/http/server.js";
import { askCommand } from "./index.js";
import { placeSettings } from "./place.js";

interface Said {
  status?: number;
  /** JSON, or events of a stream. */
  body: unknown;
}

const trace = {
  databricks_output: {
    databricks_request_id: "r1",
    trace: { info: { trace_id: "tr-9", trace_location: { mlflow_experiment: { experiment_id: "12" } } }, data: {} },
  },
};

/** A workspace with one endpoint, `support`, that serves versions 1 and 3; `answer` says what its agent answers. */
async function workspace(
  task: string,
  answer: (body: Record<string, unknown>, seen: Seen) => Said,
  state: object = {},
) {
  const server = await serve((seen, response) => {
    if (seen.url === "/api/2.0/serving-endpoints")
      return send(response, 200, { endpoints: [{ name: "support" }, { name: "billing" }] });
    if (seen.url === "/_local/users")
      return send(response, 200, { users: [{ name: "ann@localhost", token: "ann-token" }] });
    if (seen.url === "/api/2.0/serving-endpoints/support") {
      const served_entities = ["1", "3"].map((version) => ({
        name: `support_${version}`,
        entity_name: "m.s.a",
        entity_version: version,
      }));
      return send(response, 200, {
        name: "support",
        task,
        state: { ready: "READY", config_update: "NOT_UPDATING", ...state },
        config: { served_entities },
      });
    }
    if (!seen.url.endsWith("/invocations"))
      return send(response, 404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no such endpoint" });
    const { status = 200, body } = answer(JSON.parse(seen.body), seen);
    if (!Array.isArray(body)) return send(response, status, body);
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of body) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  return server;
}

/** Runs the command against it. */
async function ask(server: { origin: string }, ...args: string[]) {
  let [out, err] = ["", ""];
  const env = { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: "owner-token", PATH: "", HOME: "/nonexistent" };
  const code = await askCommand(args, {
    env,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

const questions = ({ seen }: { seen: Seen[] }) =>
  seen.filter(({ url }) => url.endsWith("/invocations")).map(({ body }) => JSON.parse(body));
const said = [{ role: "user", content: "hi" }];
const refused = { status: 400, body: { error_code: "BAD_REQUEST", message: "not taken" } };

describe("each interface is asked and read in its own way", () => {
  const message = (text: string) => ({ type: "message", id: "m", content: [{ type: "output_text", text }] });
  test.each([
    ["agent/v1/responses", { input: said }, { output: [message("hello")] }],
    ["agent/v2/chat", { messages: said }, { messages: [{ role: "assistant", id: "1", content: "hello" }] }],
    ["agent/v1/chat", { messages: said }, { choices: [{ message: { role: "assistant", content: "hello" } }] }],
    ["llm/v1/chat", { messages: said }, { choices: [{ message: { role: "assistant", content: "hello" } }] }],
  ])("%s", async (task, body, answer) => {
    const server = await workspace(task, () => ({ body: answer }));
    expect(await ask(server, "support", "hi", "--no-stream")).toMatchObject({ code: 0, out: "hello\n" });
    expect(questions(server)).toEqual([
      task.startsWith("llm/") ? body : { ...body, databricks_options: { return_trace: true } },
    ]);
  });

  test("a model that names none is tried as an agent, as a chat and as a function of a text", async () => {
    const server = await workspace("", (body) =>
      body.inputs === undefined ? refused : { body: { predictions: ["hello"] } },
    );
    const { out } = await ask(server, "support", "hi");
    expect(out).toContain('"hello"');
    expect(questions(server).at(-1)).toEqual({ inputs: ["hi"] });
  });

  test("a JSON object is sent as it is, once", async () => {
    const server = await workspace("", () => ({ body: { answer: 42 } }));
    expect((await ask(server, "support", '{"query": "q", "history": []}')).out).toContain('"answer": 42');
    expect(questions(server)).toEqual([{ query: "q", history: [] }]);
  });
});

test("a stream is printed piece by piece, with tools and the trace beside it", async () => {
  const server = await workspace("agent/v1/responses", () => ({
    body: [
      {
        type: "response.output_item.done",
        item: { type: "function_call", call_id: "c", name: "lookup", arguments: '{"id":1}' },
      },
      { type: "response.output_item.done", item: { type: "function_call_output", call_id: "c", output: "found" } },
      { type: "response.output_text.delta", item_id: "m", delta: "It is " },
      { type: "response.output_text.delta", item_id: "m", delta: "here. " },
      {
        type: "response.output_item.done",
        item: { type: "message", id: "m", content: [{ text: "It is here." }] },
        ...trace,
      },
    ],
  }));
  const { out, err } = await ask(server, "support", "where", "is", "it");
  // The space is the stream's own; the whole text at its end has none, and is not said again.
  expect(out).toBe("It is here. \n");
  expect(err).toBe(
    `tool: lookup({"id":1})\n  result: found\ntrace: ${server.origin}/ml/experiments/12/traces?selectedEvaluationId=tr-9\n`,
  );
  expect(questions(server)).toMatchObject([{ input: [{ role: "user", content: "where is it" }], stream: true }]);
});

test("an agent that cannot stream, or takes no options, is asked without", async () => {
  const server = await workspace("agent/v1/responses", (body) =>
    body.stream === true || body.databricks_options !== undefined
      ? refused
      : { body: { output: [{ type: "message", content: [{ text: "hi" }] }] } },
  );
  expect((await ask(server, "support", "hi")).out).toBe("hi\n");
  expect(questions(server)).toHaveLength(3);
});

test("--json is the whole answer with its trace, and nothing else", async () => {
  const server = await workspace("agent/v1/responses", () => ({ body: { output: [], ...trace } }));
  const { out, err } = await ask(server, "support", "hi", "--json");
  expect(JSON.parse(out)).toMatchObject({ endpoint: "support", traceId: "tr-9", answer: { output: [] } });
  expect(err).toBe("");
});

test("--version asks the entity that serves it; --as is that user in every call of the question", async () => {
  const server = await workspace("llm/v1/chat", () => ({ body: { choices: [{ message: { content: "x" } }] } }));
  await ask(server, "support", "hi", "--version", "3", "--as", "ann@localhost");
  const call = server.seen.at(-1);
  expect(call?.url).toBe("/serving-endpoints/support/served-models/support_3/invocations");
  expect(call?.headers.authorization).toBe("Bearer ann-token");
  await expect(ask(server, "support", "hi", "--version", "2")).rejects.toThrow(
    /does not serve version 2: it serves version 1 and 3/,
  );
  await expect(ask(server, "support", "hi", "--as", "an@localhost")).rejects.toThrow(/Did you mean ann@localhost/);
});

describe("what cannot be answered says why", () => {
  const never = () => ({ body: {} });
  test.each([
    [
      "an endpoint that is not there",
      ["suport", "hi"],
      {},
      never,
      /no endpoint "suport"\. Did you mean support\? It has: support, billing/,
    ],
    [
      "one that is not ready",
      ["support", "hi"],
      { ready: "NOT_READY", config_update: "IN_PROGRESS" },
      never,
      /is not ready \(IN_PROGRESS\)/,
    ],
    [
      "one whose deployment failed",
      ["support", "hi"],
      { ready: "NOT_READY", config_update: "UPDATE_FAILED" },
      never,
      /its deployment failed or was cancelled/,
    ],
    [
      "one whose update was cancelled",
      ["support", "hi"],
      { ready: "NOT_READY", config_update: "UPDATE_CANCELED" },
      never,
      /its deployment failed or was cancelled/,
    ],
    ["one that was stopped", ["support", "hi"], { suspend: "SUSPENDED" }, never, /was stopped/],
    [
      "one that may not be asked",
      ["support", "hi"],
      {},
      () => ({ status: 403, body: { error_code: "PERMISSION_DENIED", message: "no CAN_QUERY" } }),
      /no CAN_QUERY.*lacks a permission/,
    ],
    [
      "a stream that breaks",
      ["support", "hi"],
      {},
      () => ({
        body: [
          { type: "response.output_text.delta", delta: "x" },
          { error_code: "INTERNAL_ERROR", message: "boom" },
        ],
      }),
      /failed while it answered: INTERNAL_ERROR: boom/,
    ],
    ["no question", ["support"], {}, never, /What is support to be asked/],
    ["no endpoint", [], {}, never, /Which endpoint/],
    ["a version that is no number", ["support", "hi", "--version", "v2"], {}, never, /number of a served version/],
  ])("%s", async (_what, args, state, answer, message) => {
    const server = await workspace("agent/v1/responses", answer, state);
    const error: unknown = await ask(server, ...args).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("owner-token");
  });

  test("--as at a workspace that is not the local one", async () => {
    const server = await serve((_seen, response) =>
      send(response, 404, { error_code: "ENDPOINT_NOT_FOUND", message: "no" }),
    );
    await expect(ask(server, "support", "hi", "--as", "ann")).rejects.toThrow(
      /--as is for users of the local workspace/,
    );
  });
});

test("where: the command line, the environment, the local workspace of this folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "ask-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
  });
  vi.stubEnv("MLFLOW_AGENTS_HOME", folder);
  const none = { host: undefined, profile: undefined };
  const nothing = { HOME: folder };
  expect(() => placeSettings(none, nothing)).toThrow(/Which workspace\?.*workspace start.*--host/);
  writeFileSync(join(folder, ".databrickscfg"), "[DEFAULT]\n");
  expect(placeSettings(none, nothing)).toEqual({});
  mkdirSync(join(folder, "workspace"));
  expect(placeSettings(none, nothing)).toEqual({ host: "local" });
  expect(placeSettings(none, { DATABRICKS_HOST: "https://x.example" })).toEqual({});
  expect(placeSettings({ ...none, profile: "PROD" }, {})).toEqual({ profile: "PROD" });
  expect(placeSettings({ ...none, host: "local" }, { DATABRICKS_HOST: "https://x.example" })).toEqual({
    host: "local",
  });
});
