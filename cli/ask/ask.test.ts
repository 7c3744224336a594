import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ask, questions, trace, workspace } from "../../test/unit/ask/servedAgent.js";
import { send, serve } from "../../test/unit/http/server.js";
import { placeSettings } from "./place.js";

const said = [{ role: "user", content: "hi" }];

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

test("what a stack made is named first, and foundation models last", async () => {
  const stand = ["a", "b", "c", "d", "e", "f", "g"].map((name) => ({ name, endpoint_type: "FOUNDATION_MODEL_API" }));
  const others = ["h", "i", "j"].map((name) => ({ name, id: name }));
  const ours = { name: "obo", id: "1", tags: [{ key: "pulumi_owner", value: "x" }] };
  const server = await serve((seen, response) =>
    seen.url === "/api/2.0/serving-endpoints"
      ? send(response, 200, { endpoints: [...stand, ...others, ours] })
      : send(response, 404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no such endpoint" }),
  );
  await expect(ask(server, "sales", "hi")).rejects.toThrow("It has: obo, h, i, j, a, b, c, d, e, f and 1 more.");
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
