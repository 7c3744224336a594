import { describe, expect, test } from "vitest";
import { ask, questions, type Tells, trace, workspace } from "../../test/unit/ask/servedAgent.js";

const said = [{ role: "user", content: "hi" }];
const returnTrace = { databricks_options: { return_trace: true } };
const answer = () => ({ body: { output: [{ type: "message", content: [{ text: "hello" }] }] } });

const string = (name: string, required = true) => ({ type: "string", name, required });
const list = (name: string, required = true) => ({ type: "array", items: { type: "any" }, name, required });
const split = [string("query"), list("history", false)];

/** An MLmodel file. */
function mlmodel(inputs: unknown, { hints = false, streamable = false } = {}): string {
  return JSON.stringify({
    flavors: { python_function: { loader_module: "x", model_code_path: "/srv/agent.py", streamable } },
    is_signature_from_type_hint: hints,
    signature: { inputs: JSON.stringify(inputs), outputs: "[]" },
  });
}

/** An endpoint's schema, as Databricks and the local workspace give it. */
function openapi(schema: object): string {
  const requestBody = { content: { "application/json": { schema } } };
  return JSON.stringify({ paths: { "/served-models/support_1/invocations": { post: { requestBody } } } });
}

describe("a model that names no interface is asked once, in the form of its signature", () => {
  test.each<[string, unknown, object, object?]>([
    ["messages", [list("messages")], { messages: said }],
    ["input, as ResponsesAgent has it", [list("input")], { input: said }],
    ["messages beside options", [list("messages"), string("user", false)], { messages: said }],
    ["SplitChatMessagesRequest", split, { inputs: { query: "hi", history: [] } }],
    ["a history that has to be there", [string("query"), list("history")], { inputs: { query: "hi", history: [] } }],
    ["one text column", [string("text")], { inputs: { text: "hi" } }],
    ["one text that is needed", [string("text"), string("tone", false)], { inputs: { text: "hi" } }],
    ["prompt", [string("prompt")], { prompt: "hi" }],
    ["a list of texts", [{ type: "string", required: true }], { inputs: ["hi"] }, { hints: true }],
    [
      "a list of a class",
      [{ type: "object", properties: { query: { type: "string", required: true } }, required: true }],
      { inputs: [{ query: "hi" }] },
      { hints: true },
    ],
  ])("%s", async (_what, inputs, body, options) => {
    const server = await workspace("", answer, {}, { mlmodel: mlmodel(inputs, options) });
    expect(await ask(server, "support", "hi")).toMatchObject({ out: "hello\n", err: "" });
    expect(questions(server)).toEqual([{ ...body, ...returnTrace }]);
  });

  const object = (properties: object, required: string[]) => ({ type: "object", properties, required });
  test.each<[string, object, object]>([
    [
      "rows of a table",
      object(
        {
          dataframe_records: {
            type: "array",
            items: object({ query: { type: "string" }, history: { type: "array" } }, ["query"]),
          },
        },
        [],
      ),
      { inputs: { query: "hi", history: [] } },
    ],
    [
      "one of several ways",
      {
        oneOf: [
          object({ dataframe_split: {} }, []),
          object({ dataframe_records: { items: object({ text: { type: "string" } }, ["text"]) } }, []),
        ],
      },
      { inputs: { text: "hi" } },
    ],
    ["an agent's own fields", object({ messages: { type: "array" } }, ["messages"]), { messages: said }],
  ])("its file may not be read, and the endpoint's schema says %s", async (_what, schema, body) => {
    const server = await workspace("", answer, {}, { openapi: openapi(schema) });
    await ask(server, "support", "hi");
    expect(questions(server)).toEqual([{ ...body, ...returnTrace }]);
  });

  test("one that takes more than a question is not asked", async () => {
    const inputs = [string("city"), { type: "long", name: "days", required: true }];
    const server = await workspace("", answer, {}, { mlmodel: mlmodel(inputs) });
    await expect(ask(server, "support", "hi")).rejects.toThrow(
      'Its model takes more than a question. Give it as a JSON object: \'{"city": <string>, "days": <long>}\'',
    );
    expect(questions(server)).toEqual([]);
  });
});

describe("an agent runs once, also where it fails", () => {
  const failed = { status: 400, body: { error_code: "BAD_REQUEST", message: "KeyError: -1" } };
  test.each<[string, string, Tells, RegExp]>([
    ["whose form is known", "", { mlmodel: mlmodel([list("messages")]) }, /KeyError: -1\.( The agent|$)/],
    [
      "whose form is not known",
      "",
      {},
      /KeyError: -1.*may not be read, so it was asked with \{"messages".*give the body as a JSON object/,
    ],
    [
      "of which it is not known whether it streams",
      "agent/v2/chat",
      {},
      /KeyError: -1.*asked for a stream.*--no-stream/,
    ],
  ])("%s", async (_what, task, tells, message) => {
    const server = await workspace(task, () => failed, {}, tells);
    await expect(ask(server, "support", "hi")).rejects.toThrow(message);
    expect(questions(server)).toHaveLength(1);
  });

  test("that fails with 500, as chains do: told as it is, for no run looks for what became of it", async () => {
    const broken = { status: 500, body: { error_code: "INTERNAL_ERROR", message: "1 tasks failed" } };
    const server = await workspace("", () => broken, {}, { mlmodel: mlmodel([list("messages")]) });
    const error = await ask(server, "support", "hi").catch(String);
    expect(error).toContain("1 tasks failed");
    expect(error).not.toContain("next run");
    expect(questions(server)).toHaveLength(1);
  });

  const streams = (code: string) => ({ mlmodel: mlmodel([list("input")], { streamable: true }), code });
  test.each<[string, Tells, boolean[]]>([
    ["has no stream, by its file", { mlmodel: mlmodel([list("input")]) }, [false]],
    ["has none in its code, whatever MLflow says of its class", streams("def predict(self): ..."), [false]],
    ["has one", streams("def predict_stream(self): ..."), [true]],
    ["has none, as the endpoint says before it runs", {}, [true, false]],
  ])("an agent that %s", async (_what, tells, asked) => {
    const none = { status: 400, body: { error_code: "NOT_IMPLEMENTED", message: "no stream" } };
    const refuses = Object.keys(tells).length === 0;
    const server = await workspace(
      "agent/v1/responses",
      ({ stream }) => (refuses && stream === true ? none : answer()),
      {},
      tells,
    );
    expect(await ask(server, "support", "hi")).toMatchObject({ out: "hello\n", err: "" });
    expect(questions(server).map(({ stream = false }) => stream)).toEqual(asked);
  });
});

describe("a question that is a JSON object", () => {
  const body = { query: "q", history: [] };
  test("of a signature's columns goes under inputs, and that is said", async () => {
    const server = await workspace("", answer, {}, { mlmodel: mlmodel(split) });
    const { err } = await ask(server, "support", JSON.stringify(body));
    expect(questions(server)).toEqual([{ inputs: body, ...returnTrace }]);
    expect(err).toMatch(/^sent as \{"inputs": …\}: .*\n$/);
  });

  test.each<[string, object, Tells]>([
    ["in a form of MLflow's", { dataframe_records: [body] }, { mlmodel: mlmodel(split) }],
    ["with another field than the signature's", { ...body, other: 1 }, { mlmodel: mlmodel(split) }],
    ["with messages", { messages: said }, { mlmodel: mlmodel([list("messages")]) }],
    ["for a model that cannot be read", body, {}],
  ])("%s is sent as it is, once", async (_what, given, tells) => {
    const server = await workspace("", answer, {}, tells);
    expect((await ask(server, "support", JSON.stringify(given))).err).toBe("");
    expect(questions(server)).toEqual([{ ...given, ...returnTrace }]);
  });

  test("brings its trace, in words and in --json; what it says of its options stays", async () => {
    const given = { input: said, databricks_options: { other: 1 } };
    const server = await workspace("agent/v1/responses", () => ({ body: { output: [], ...trace } }));
    expect((await ask(server, "support", JSON.stringify(given))).err).toContain("selectedEvaluationId=tr-9");
    expect(JSON.parse((await ask(server, "support", JSON.stringify(given), "--json")).out)).toMatchObject({
      traceId: "tr-9",
    });
    expect(questions(server)[0].databricks_options).toEqual({ return_trace: true, other: 1 });
  });

  test("for a foundation model, which refuses options, has none added", async () => {
    const server = await workspace("llm/v1/chat", () => ({ body: { choices: [] } }));
    await ask(server, "support", '{"messages": []}');
    expect(questions(server)).toEqual([{ messages: [] }]);
  });
});

describe("what chains, functions of texts and older agents answer is shown as text", () => {
  test.each<[string, unknown]>([
    ["a text", "hello"],
    ["a list of a text", ["hello"]],
    ["a list of a choice", [{ choices: [{ message: { role: "assistant", content: "hello" } }] }]],
    ["StringResponse", { content: "hello" }],
    ["predictions of a text", { predictions: "hello" }],
    ["predictions of a list", { predictions: ["hello"] }],
    ["predictions of StringResponse", { predictions: { content: "hello" } }],
    ["predictions of a chat", { predictions: [{ messages: [{ role: "assistant", id: "1", content: "hello" }] }] }],
  ])("%s", async (_what, body) => {
    const tells = { mlmodel: mlmodel([list("messages")]) };
    const text = JSON.stringify(body);
    const server = await workspace("", () => ({ body: text }), {}, tells);
    expect((await ask(server, "support", "hi")).out).toBe("hello\n");
  });
});

describe("the trace", () => {
  const info = { trace_id: "tr-7" };
  const bare = () => ({ body: { output: [], databricks_output: { trace: { info } } } });
  test.each<[string, Tells, () => { body: unknown }, RegExp]>([
    [
      "is linked by the endpoint's experiment",
      { environment: { MLFLOW_EXPERIMENT_ID: "5" } },
      bare,
      /experiments\/5\/traces\?selectedEvaluationId=tr-7\n$/,
    ],
    [
      "is linked as MLflow 2 tells it",
      {},
      () => ({
        body: { output: [], databricks_output: { trace: { info: { request_id: "tr-7", experiment_id: "6" } } } },
      }),
      /experiments\/6\/traces\?selectedEvaluationId=tr-7\n$/,
    ],
    ["without an experiment says so", {}, bare, /trace: tr-7 \(no link: .*MLFLOW_EXPERIMENT_ID\)\n$/],
  ])("%s", async (_what, tells, answered, err) => {
    const server = await workspace("agent/v1/responses", answered, {}, tells);
    expect((await ask(server, "support", "hi", "--no-stream")).err).toMatch(err);
  });
});
