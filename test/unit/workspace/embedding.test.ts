import { describe, expect, it } from "vitest";
import { dimensions, embedText, similarity } from "../../../workspace/standIns/embedding.js";

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
