import { describe, expect, it } from "vitest";
import { defaultGenieSpaces } from "../../../workspace/fixtures/defaults.js";
import { dimensions, embedText, similarity } from "../../../workspace/standIns/embedding.js";
import { GenieSpaces } from "../../../workspace/standIns/genieSpaces.js";
import type { SqlCaller } from "../../../workspace/standIns/sql/sqlService.js";
import type { Statements } from "../../../workspace/standIns/sql/statements.js";
import { isGreeting, wordsOf } from "../../../workspace/standIns/words.js";

const near = (left: string, right: string): number => similarity(embedText(left), embedText(right));

describe("the embedding", () => {
  it("is a unit vector, the same for the same text, also for none", () => {
    for (const text of ["red apple", "", "!!", "売上"]) {
      expect(embedText(text)).toHaveLength(dimensions);
      expect(Math.hypot(...embedText(text))).toBeCloseTo(1);
      expect(embedText(text)).toEqual(embedText(text));
    }
  });

  it.each([
    ["red apple", "green apple", "tax form"],
    ["How can I return goods?", "Goods can be returned within 30 days.", "Every device has a warranty of two years."],
    ["who are our best customers", "Who are the best customers?", "What are the total sales per month?"],
    ["先月の売上合計を教えて", "先月の売上合計はいくらですか", "顧客の一覧を見せて"],
    ["RÉSUMÉ of the meeting", "the meeting's resume", "weather forecast"],
  ])("puts %j nearer to %j than to %j", (text, like, unlike) => {
    expect(near(text, like)).toBeGreaterThan(near(text, unlike) + 0.1);
  });

  it("finds next to nothing in common between texts without common words", () => {
    expect(Math.abs(near("How is the weather on the moon?", "Who are the best customers?"))).toBeLessThan(0.35);
  });
});

it("cuts scripts without spaces into words, and leaves accents to the kana that they distinguish", () => {
  expect(wordsOf("先月の売上合計は？")).toEqual(["先月", "の", "売上", "合計", "は"]);
  expect(wordsOf("ＡＰＩ: Résumé, ガス/カス")).toEqual(["api", "resume", "ガス", "カス"]);
});

it.each([
  ["hello there", true],
  ["おはようございます！", true],
  ["Guten Tag", true],
  ["売上は?", false],
  ["hello, who are the best customers?", false],
  ["thanks to whom?", false],
])("%j is a greeting: %j", (text, greeting) => {
  expect(isGreeting(text)).toBe(greeting);
});

describe("a Genie space of the fixtures", () => {
  const statements = {
    run: async ({ statement }: { statement: string }) => ({ id: statement, result: { rows: [], truncated: false } }),
  } as unknown as Statements;
  const caller = { user: "me" } as unknown as SqlCaller;
  const answered = async (question: string): Promise<string | undefined> => {
    const spaces = new GenieSpaces(
      defaultGenieSpaces().map((space) => ({ ...space, warehouse: undefined })),
      statements,
    );
    const message = spaces.start("10ca10ca10ca10ca10ca10ca10ca10ca", question, caller);
    await message.done;
    return message.attachments.find(({ query }) => query !== undefined)?.query?.title;
  };

  it.each([
    ["先月の売上合計を教えて", "What are the total sales per month?"],
    ["売上は？", "What are the total sales per month?"],
    ["How much did we sell last month?", "What are the total sales per month?"],
    ["最も売れている顧客は誰ですか", "Who are the best customers?"],
    ["Which clients buy the most?", "Who are the best customers?"],
    [
      "I will give you a chat history, where your name is Genie. Please help with what it asks.\n" +
        "user: 先月の売上合計を教えて\nassistant: Successfully transferred to sales_genie_agent",
      "What are the total sales per month?",
    ],
    ["user: hello\nassistant: hi\nuser: what can the customers do about rain?", undefined],
    ["What is the weather in Oslo?", undefined],
    ["今日の天気は", undefined],
    ["How do I reset my password?", undefined],
    ["Delete all rows", undefined],
  ])("takes %j for %j", async (question, known) => {
    expect(await answered(question)).toBe(known);
  });
});
