import { describe, expect, it } from "vitest";
import { eventsOf } from "../../../workspace/page/web/events.mjs";
import { plain } from "../../../workspace/page/web/format.mjs";
import { bodyFor, Reader } from "../../../workspace/page/web/protocols.mjs";
import { link, parsePlace } from "../../../workspace/page/web/route.mjs";
import { requestOf, signaturePath } from "../../../workspace/page/web/talkRequest.mjs";

/** What a reader has after some events. */
function read(...events) {
  const reader = new Reader();
  for (const event of events) reader.take(event);
  return {
    texts: reader.parts.map(({ kind, text, name }) => (kind === "tool" ? [name, text] : text)),
    error: reader.error,
  };
}

const message = (id, text) => ({ type: "message", id, content: [{ type: "output_text", text }] });
const done = (item) => ({ type: "response.output_item.done", item });

describe("answers", () => {
  it("of agents, whole", () => {
    const call = { type: "function_call", id: "c", call_id: "1", name: "search", arguments: '{"q":1}' };
    const result = { type: "function_call_output", call_id: "1", output: "found" };
    expect(read({ output: [call, result, message("m", "yes")] })).toEqual({
      texts: [["search", '{"q":1}'], ["result", "found"], "yes"],
      error: "",
    });
  });

  it("of agents, in pieces that the whole text replaces", () => {
    const piece = (delta) => ({ type: "response.output_text.delta", item_id: "m", delta });
    expect(read(piece("Go"), piece("od "), done(message("m", "Good")))).toEqual({ texts: ["Good"], error: "" });
    // Some agents give the whole text another id than its pieces.
    expect(read(piece("Good "), done(message("other", "Good")))).toEqual({ texts: ["Good"], error: "" });
    expect(read(piece("One"), done(message("m", "One")), done(message("n", "Two")))).toEqual({
      texts: ["One", "Two"],
      error: "",
    });
  });

  it("of chat models and of the older chat agents", () => {
    expect(read({ choices: [{ message: { role: "assistant", content: "hi" } }] }).texts).toEqual(["hi"]);
    const chunk = (content) => ({ choices: [{ delta: { content } }] });
    expect(read(chunk(""), chunk("h"), chunk("i"), { choices: [{ delta: {} }] }).texts).toEqual(["hi"]);
    expect(
      read({
        messages: [
          { role: "assistant", content: "a", id: "1" },
          { role: "assistant", content: "b", id: "2" },
        ],
      }).texts,
    ).toEqual(["a", "b"]);
    expect(
      read({ delta: { role: "assistant", content: "a", id: "1" } }, { delta: { content: "b", id: "1" } }).texts,
    ).toEqual(["ab"]);
    const calls = { message: { content: null, tool_calls: [{ id: "x", function: { name: "f", arguments: "{}" } }] } };
    expect(read({ choices: [calls] }).texts).toEqual([["f", "{}"]]);
  });

  it("of chains, of functions of texts and of MLflow's oldest agents", () => {
    const answers = ["hi", ["hi"], { content: "hi" }, { predictions: "hi" }, { predictions: [{ content: "hi" }] }];
    for (const answer of answers) expect(read(answer).texts).toEqual(["hi"]);
    expect(read({ predictions: ["a", "b"], databricks_output: {} }).texts).toEqual(["a", "b"]);
    expect(read("pie", "ces").texts).toEqual(["pieces"]);
  });

  it("that are errors", () => {
    expect(read({ error_code: "BAD_REQUEST", message: "no" }).error).toBe("BAD_REQUEST: no");
    expect(read({ type: "error", code: "c", message: "m" }).error).toBe("c: m");
    expect(read({ error: { message: "in OpenAI's way" } }).error).toBe("in OpenAI's way");
  });

  it("of anything else are shown as they are", () => {
    expect(read({ predictions: [1] }).texts).toEqual(['{\n  "predictions": [\n    1\n  ]\n}']);
    expect(read({ predictions: { a: [1] }, databricks_output: { trace: {} } }).texts).toEqual([
      '{\n  "predictions": {\n    "a": [\n      1\n    ]\n  }\n}',
    ]);
    expect(read({ databricks_output: { trace: {} } }).texts).toEqual([]);
    for (const odd of [null, 1, "text", [], { output: 5 }, { choices: [] }, { output: [null] }, { messages: "x" }]) {
      expect(() => read(odd)).not.toThrow();
    }
  });
});

describe("questions", () => {
  const earlier = [
    {
      state: "done",
      question: "a",
      parts: [
        { kind: "tool", id: "t", text: "x" },
        { kind: "text", id: "m", text: "b" },
      ],
    },
    { state: "failed", question: "lost", parts: [] },
  ];

  it("carry what was said before, without what failed", () => {
    const said = [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
      { role: "user", content: "c" },
    ];
    expect(bodyFor("agent/v1/responses", earlier, "c", true)).toEqual({ input: said, stream: true });
    expect(bodyFor("agent/v2/chat", earlier, "c", false)).toEqual({ messages: said });
    expect(bodyFor("llm/v1/chat", [], "c", false)).toEqual({ messages: [said[2]] });
    expect(bodyFor("llm/v1/embeddings", earlier, "c", true)).toEqual({ input: "c" });
  });

  const string = (name) => ({ type: "string", name, required: true });
  const array = (name, required) => ({ type: "array", name, required, items: { type: "any" } });
  const entity = (name, version, share, pending = false) => ({ name, model: "m.s.a", version, share, pending });

  it("to a model that names no interface have the form of its signature, with what was said before", () => {
    const before = [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ];
    const put = (inputs, stream = false) => requestOf({ task: "" }, { inputs, typeHints: false }, earlier, "c", stream);
    const messages = [...before, { role: "user", content: "c" }];
    expect(put([array("messages", true)], true)).toEqual({ messages, stream: true });
    expect(put([string("query"), array("history", false)])).toEqual({ inputs: { query: "c", history: before } });
    expect(put([string("text")])).toEqual({ inputs: { text: "c" } });
    // What cannot be filled, or is not told, is asked as before.
    for (const unfit of [[string("a"), string("b")], undefined, {}, [{}]])
      expect(put(unfit)).toEqual({ input: messages });
    const hints = { inputs: [{ type: "object", properties: { query: { type: "string" } } }], typeHints: true };
    expect(requestOf({ task: "" }, hints, [], "c", false)).toEqual({ inputs: [{ query: "c" }] });
    expect(requestOf({ task: "agent/v2/chat" }, hints, [], "c", false)).toEqual({ messages: [messages[2]] });
  });

  it("ask for the signature of the version that is asked, where no interface tells the form", () => {
    const entities = [entity("a-1", "1", 20), entity("a-2", "2", 80), entity("a-3", "3", 100, true)];
    const path = (chosen, task = "") => signaturePath({ task, entities }, { entity: chosen });
    expect([path(""), path("a-1"), path("", "agent/v2/chat")]).toEqual([
      "policies/m.s.a/2",
      "policies/m.s.a/1",
      undefined,
    ]);
    expect(signaturePath({ task: "", entities: [entity("x", "", 100)] }, { entity: "" })).toBeUndefined();
  });
});

describe("server-sent events", () => {
  const split = async (...chunks) => {
    const stream = new ReadableStream({
      start(controller) {
        for (const chunk of chunks)
          controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
        controller.close();
      },
    });
    const found = [];
    for await (const data of eventsOf(stream)) found.push(data);
    return found;
  };

  it("are found wherever the stream is cut", async () => {
    const whole = new TextEncoder().encode(
      'data: {"a":"é"}\n\n: comment\n\nevent: x\r\ndata: one\r\ndata: two\r\n\r\ndata:[DONE]',
    );
    for (let cut = 0; cut <= whole.length; cut++) {
      expect(await split(whole.slice(0, cut), whole.slice(cut))).toEqual(['{"a":"é"}', "one\ntwo", "[DONE]"]);
    }
  });
});

describe("places of the page", () => {
  it("come back from their address, whatever they are called", () => {
    for (const name of ["support", "main.agents.a", "a/b", "50 %", "#", "日本"]) {
      expect(parsePlace(link("agents", name, "3"))).toEqual({ view: "agent", name, part: "3", id: "" });
      expect(parsePlace(link("endpoints", name, "requests", "id"))).toEqual({
        view: "endpoint",
        name,
        part: "requests",
        id: "id",
      });
    }
    for (const odd of ["", "#", "#/", "#/endpoints", "#/agents/", "#/other/x", "#/%"]) {
      expect(parsePlace(odd).view).toBe("overview");
    }
    expect(parsePlace("#/endpoints/a/nothing").part).toBe("talk");
  });
});

it("a log reads without colours and without what progress drew over", () => {
  const log = "\u001b[32mINFO\u001b[0m ready\r\n\u001b]8;;http://x\u0007link\u001b]8;;\u0007\n10 %\r50 %\r100 %\nend";
  expect(plain(log)).toBe("INFO ready\nlink\n100 %\nend");
});
