import { describe, expect, it } from "vitest";
import { type ChatBody, chatBody, replyTo } from "../../../workspace/standIns/chat.js";
import { asChat, asResponse, responsesBody } from "../../../workspace/standIns/responses.js";
import { argumentsFor, chooseTool, type Tool } from "../../../workspace/standIns/toolChoice.js";

const body = (more: Record<string, unknown>): ChatBody =>
  chatBody.parse({ messages: [{ role: "user", content: "What is the weather in sf?" }], ...more });
const tool = (name: string, description: string, parameters: Record<string, unknown>): unknown => ({
  type: "function",
  function: { name, description, parameters },
});
const city = { type: "object", properties: { city: { enum: ["nyc", "sf"], type: "string" } }, required: ["city"] };
const weather = tool("get_weather", "Use this to get weather information.", city);
const orders = tool("order_total", "Sum of all orders of a customer.", {
  type: "object",
  properties: { buyer: { type: "string" } },
  required: ["buyer"],
});

describe("the chat stand-in", () => {
  it("answers the last question, always the same, and says what it is", () => {
    const messages = [
      { role: "user", content: "first" },
      { role: "assistant", content: "x" },
      { role: "user", content: [{ type: "text", text: "second" }] },
    ];
    const answer = { text: '[local stand-in for chat] You asked: "second" (6 characters).' };
    expect(replyTo("chat", chatBody.parse({ messages }))).toEqual(answer);
    expect(replyTo("chat", chatBody.parse({ messages }))).toEqual(answer);
  });

  it("calls the fitting tool once, with arguments of the question", () => {
    const reply = replyTo("chat", body({ tools: [orders, weather] }));
    expect(reply).toEqual({
      call: { id: expect.stringMatching(/^call_/), name: "get_weather", arguments: '{"city":"sf"}' },
    });
    expect(replyTo("chat", body({ tools: [orders, weather] }))).toEqual(reply);
  });

  it("answers from what the tool returned", () => {
    const messages = [
      { role: "user", content: "What is the weather in sf?" },
      { role: "assistant", content: null, tool_calls: [{ id: "call_1" }] },
      { role: "tool", tool_call_id: "call_1", content: "It's always sunny in sf" },
    ];
    expect(replyTo("chat", body({ messages, tools: [weather] }))).toEqual({
      text: "[local stand-in for chat] The tool returned: It's always sunny in sf",
    });
  });

  it("answers from what the agent said that a supervisor handed the question to", () => {
    const messages = [
      { role: "user", content: "先月の売上合計を教えて" },
      { role: "assistant", content: null, tool_calls: [{ id: "1" }] },
      { role: "tool", tool_call_id: "1", content: "Successfully transferred to sales_genie_agent" },
      { role: "assistant", name: "sales_genie_agent", content: "1,328.50" },
      { role: "assistant", content: "Transferring back to supervisor", tool_calls: [{ id: "2" }] },
      { role: "tool", tool_call_id: "2", content: "Successfully transferred back to supervisor" },
    ];
    expect(replyTo("chat", body({ messages, tools: [weather] }))).toEqual({
      text: "[local stand-in for chat] The agent said: 1,328.50",
    });
  });

  it("asks again after the next question", () => {
    const messages = [
      { role: "user", content: "What is the weather in sf?" },
      { role: "tool", tool_call_id: "1", content: "sunny" },
      { role: "assistant", content: "sunny" },
      { role: "user", content: "And what is the weather in nyc?" },
    ];
    expect(replyTo("chat", body({ messages, tools: [weather] }))).toMatchObject({
      call: { arguments: '{"city":"nyc"}' },
    });
  });

  it("hands a question to a supervisor's agents in any language, and chooses between them", () => {
    const sales = tool("transfer_to_sales_agent", "売上情報に関する質問に答えることができます。", {});
    const people = tool("transfer_to_people_agent", "Knows the employees and their vacations.", {});
    for (const [content, name] of [
      ["売上は？", "transfer_to_sales_agent"],
      ["What was last month's revenue?", "transfer_to_sales_agent"],
      ["社員は何人いますか", "transfer_to_people_agent"],
    ]) {
      const reply = replyTo("chat", body({ messages: [{ role: "user", content }], tools: [people, sales] }));
      expect(reply).toMatchObject({ call: { name } });
    }
  });

  it("finds an argument's choice in a question without spaces", () => {
    const reply = replyTo("chat", body({ messages: [{ role: "user", content: "sfの天気は？" }], tools: [weather] }));
    expect(reply).toMatchObject({ call: { name: "get_weather", arguments: '{"city":"sf"}' } });
  });

  it("calls none for a greeting or where that is forbidden, and the one that is named", () => {
    const hello = [{ role: "user", content: "hello" }];
    expect(replyTo("chat", body({ messages: hello, tools: [weather] }))).toHaveProperty("text");
    expect(replyTo("chat", body({ tools: [weather], tool_choice: "none" }))).toHaveProperty("text");
    expect(replyTo("chat", body({ messages: hello, tools: [weather], tool_choice: "required" }))).toHaveProperty(
      "call",
    );
    const named = { type: "function", function: { name: "order_total" } };
    expect(replyTo("chat", body({ tools: [weather, orders], tool_choice: named }))).toMatchObject({
      call: { name: "order_total" },
    });
  });

  it("fills the JSON schema that is asked for", () => {
    const schema = {
      type: "object",
      properties: { topic: { enum: ["tax", "weather"] }, sure: { type: "boolean" } },
      required: ["topic", "sure"],
    };
    const reply = replyTo(
      "chat",
      body({ response_format: { type: "json_schema", json_schema: { name: "x", schema } } }),
    );
    expect(reply).toEqual({ text: '{"topic":"weather","sure":true}' });
  });
});

describe("arguments", () => {
  const args = (properties: Record<string, unknown>, question: string, more: Record<string, unknown> = {}): unknown =>
    argumentsFor(
      {
        name: "t",
        description: "",
        parameters: { type: "object", properties, required: Object.keys(properties), ...more },
      },
      question,
    );

  it("are dates, numbers, names and quoted texts of the question, in order", () => {
    const text = { type: "string" };
    const question = 'How many days from 2026-01-02 to 2026-03-04 did Ada Lovelace wait for 3 of "blue cable"?';
    expect(args({ start_date: text, end_date: text, count: { type: "integer" } }, question)).toEqual({
      start_date: "2026-01-02",
      end_date: "2026-03-04",
      count: 3,
    });
    expect(args({ product: text, customer: text }, question)).toEqual({
      product: "blue cable",
      customer: "Ada Lovelace",
    });
    expect(args({ query: text }, question)).toEqual({ query: question });
  });

  it("follow references, alternatives and nested objects, and leave out what is not required", () => {
    expect(
      args(
        {
          filter: { $ref: "#/$defs/Filter" },
          tags: { type: "array", items: { type: "string" } },
          extra: { type: "string" },
        },
        "Find open tickets",
        {
          required: ["filter", "tags"],
          $defs: {
            Filter: {
              type: "object",
              properties: { state: { anyOf: [{ type: "null" }, { enum: ["closed", "open"] }] } },
              required: ["state"],
            },
          },
        },
      ),
    ).toEqual({ filter: { state: "open" }, tags: ["Find open tickets"] });
  });

  it("end for a schema that contains itself", () => {
    const parameters = {
      $ref: "#/$defs/Node",
      $defs: { Node: { type: "object", properties: { next: { $ref: "#/$defs/Node" } }, required: ["next"] } },
    };
    expect(argumentsFor({ name: "t", description: "", parameters }, "x")).toHaveProperty("next.next.next");
    const endless = { $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/A" } } };
    expect(argumentsFor({ name: "t", description: "", parameters: endless }, "x")).toEqual({});
  });
});

describe("the choice of a tool", () => {
  it("is the first one where nothing is in common", () => {
    const tools: Tool[] = ["alpha", "beta"].map((name) => ({ name, description: "", parameters: {} }));
    expect(chooseTool(tools, "auto", "先月の売上合計を教えてください。")?.name).toBe("alpha");
    expect(chooseTool([], "required", "x")).toBeUndefined();
  });
});

describe("the Responses protocol", () => {
  const { function: flat } = weather as { function: Record<string, unknown> };
  const asked = responsesBody.parse({
    model: "chat",
    input: "What is the weather in sf?",
    tools: [{ type: "function", ...flat }],
  });

  it("calls a tool and answers from its result", () => {
    const reply = replyTo("chat", asChat(asked));
    const { response } = asResponse(asked, reply, "1", 2);
    expect(response).toMatchObject({
      object: "response",
      output: [{ type: "function_call", name: "get_weather", arguments: '{"city":"sf"}' }],
    });
    const [item] = response.output as Record<string, unknown>[];
    const input = [
      { role: "user", content: "What is the weather in sf?" },
      item,
      { type: "function_call_output", call_id: item?.call_id, output: "sunny" },
    ];
    const again = responsesBody.parse({ ...asked, input });
    expect(replyTo("chat", asChat(again))).toEqual({ text: "[local stand-in for chat] The tool returned: sunny" });
  });

  it("streams events in order, whose deltas are the text", () => {
    const reply = replyTo("chat", asChat(responsesBody.parse({ model: "chat", input: "hello there" })));
    const { events } = asResponse(asked, reply, "1", 2);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    const deltas = events.filter(({ type }) => type === "response.output_text.delta").map(({ delta }) => delta);
    expect({ text: deltas.join("") }).toEqual(reply);
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(["response.created", "response.completed"]);
  });
});
