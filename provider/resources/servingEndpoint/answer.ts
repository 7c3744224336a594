import { z } from "zod";
import { printable } from "../../lifecycle/describe.js";
import { equal } from "../../lifecycle/equal.js";
import { valueAt } from "../../lifecycle/unknown.js";
import type { SmokeTest } from "./rolloutSchema.js";

/**
 * The body of a request that asks a question: a text in the form that the endpoint's kind of agent takes.
 *
 * @param task of the endpoint, `agent/v1/responses` for example
 */
export function questionBody(question: SmokeTest["question"], task: string): Record<string, unknown> {
  if (typeof question !== "string") return question;
  const said = [{ role: "user", content: question }];
  return /chat/.test(task) ? { messages: said } : { input: said };
}

const parts = z.record(z.string(), z.unknown());

/** The words of an answer, of whatever kind of agent; its JSON where it has none. */
export function answerText(answer: unknown): string {
  const found = [...words(answer, 0)];
  return found.length > 0 ? found.join("\n") : JSON.stringify(answer);
}

function* words(value: unknown, depth: number): Generator<string> {
  if (depth > 20 || typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "string" && (key === "text" || key === "content")) yield item;
    else yield* words(item, depth + 1);
  }
}

/**
 * What an answer lacks, in words, or undefined where it satisfies everything.
 *
 * @param answer its JSON
 * @param redact takes secrets out of what is shown of it, before that is cut
 */
export function unsatisfied(
  answer: unknown,
  expect: SmokeTest["expect"],
  redact: (text: string) => string,
): string | undefined {
  const failed = parts.safeParse(answer).data?.error_code;
  if (failed !== undefined) return `it is an error, ${printable(redact(String(failed)))}`;
  if (expect === undefined) return undefined;
  const text = answerText(answer);
  const shown = `the answer was ${JSON.stringify(printable(redact(text), 200))}`;
  if (expect.contains !== undefined && !text.includes(expect.contains)) {
    return `it does not contain ${JSON.stringify(printable(expect.contains))}; ${shown}`;
  }
  if (expect.matches !== undefined && !new RegExp(expect.matches, "u").test(text)) {
    return `it does not match /${printable(expect.matches)}/; ${shown}`;
  }
  if (expect.jsonPath !== undefined) {
    const { path, equals } = expect.jsonPath;
    const value = valueAt(answer, steps(path));
    if (!equal(value, equals)) {
      const is = value === undefined ? "nothing" : printable(redact(JSON.stringify(value)), 100);
      return `at ${printable(path)} it has ${is}, not ${printable(JSON.stringify(equals) ?? "nothing", 100)}`;
    }
  }
  return undefined;
}

/** `$.output[0].content` as steps. */
function steps(path: string): (string | number)[] {
  const found = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  return found.map((step) => (/^\d+$/.test(step) ? Number(step) : step.replace(/^["']|["']$/g, "")));
}
