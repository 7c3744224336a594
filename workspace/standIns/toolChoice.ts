import { isRecord } from "../paths.js";
import { embedText, similarity } from "./embedding.js";
import { isGreeting, wordsOf } from "./words.js";

/** A tool that a question comes with. */
export interface Tool {
  name: string;
  description: string;
  /** JSON schema of its arguments. */
  parameters: Readonly<Record<string, unknown>>;
}

/**
 * The tool that fits a question: the one that is asked for by name, else the one whose name and description have most in
 * common with it. None where tools are not wanted, or where the question is only a greeting.
 *
 * @param choice `tool_choice` of OpenAI's protocol
 */
export function chooseTool(tools: readonly Tool[], choice: unknown, question: string): Tool | undefined {
  if (tools.length === 0 || choice === "none") {
    return undefined;
  }
  if (isRecord(choice)) {
    const wanted = isRecord(choice.function) ? choice.function.name : choice.name;
    const found = tools.find((tool) => tool.name === wanted);
    if (found !== undefined) {
      return found;
    }
  }
  const asked = embedText(question);
  const ranked = tools
    .map((tool) => ({ tool, score: similarity(asked, embedText(`${words(tool.name)} ${tool.description}`)) }))
    .sort((left, right) => right.score - left.score);
  const [best] = ranked;
  return isGreeting(question) && choice !== "required" ? undefined : best?.tool;
}

/**
 * Arguments for a tool, taken from the question: what its JSON schema requires, nothing else.
 *
 * @param tool whose schema says what is required
 * @param question where values are looked for: mentioned choices, quoted texts, dates, numbers, names
 */
export function argumentsFor(tool: Tool, question: string): Record<string, unknown> {
  const found = new Findings(question);
  const value = found.value("", tool.parameters, tool.parameters, 0);
  return isRecord(value) ? value : {};
}

/** Depth at which nested schemas are left empty. */
const depthLimit = 5;

/** Values in a question, each given out once as long as there are others. */
class Findings {
  readonly #question: string;
  readonly #texts: string[];
  readonly #dates: string[];
  readonly #numbers: number[];

  constructor(question: string) {
    this.#question = question;
    this.#dates = question.match(/\b\d{4}-\d{2}-\d{2}\b/g) ?? [];
    const rest = question.replace(/\b\d{4}-\d{2}-\d{2}\b/g, " ");
    this.#numbers = (rest.match(/-?\b\d+(?:\.\d+)?\b/g) ?? []).map(Number);
    const quoted = [...rest.matchAll(/"([^"]+)"|'([^']+)'|“([^”]+)”|「([^」]+)」/g)].map((match) =>
      match.slice(1).find((text) => text !== undefined),
    );
    // Names: words with a capital that do not begin a sentence.
    const names = [...rest.matchAll(/(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}\p{N}-]*(?: \p{Lu}[\p{L}\p{N}-]*)*/gu)].map(
      ([name]) => name,
    );
    this.#texts = [...quoted, ...names.filter((name) => name !== "I")].filter((text) => text !== undefined);
  }

  /**
   * A value that fits a schema.
   *
   * @param name of the property
   * @param root where `$ref` points into
   */
  value(name: string, given: unknown, root: Readonly<Record<string, unknown>>, depth: number): unknown {
    const schema = resolved(given, root);
    if ("const" in schema) {
      return schema.const;
    }
    if (Array.isArray(schema.enum)) {
      const lower = this.#question.toLowerCase();
      return schema.enum.find((item) => mentions(lower, String(item).toLowerCase())) ?? schema.enum[0];
    }
    const [type] = [schema.type].flat().filter((item) => item !== "null");
    switch (type ?? (isRecord(schema.properties) ? "object" : "string")) {
      case "object":
        return depth > depthLimit ? {} : this.#object(schema, root, depth);
      case "array":
        return [this.value(name, schema.items ?? {}, root, depth + 1)];
      case "integer":
        return Math.trunc(next(this.#numbers) ?? 1);
      case "number":
        return next(this.#numbers) ?? 1;
      case "boolean":
        return !/\b(no|not|without)\b/i.test(this.#question);
      case "null":
        return null;
      default:
        return this.#text(name, schema);
    }
  }

  #object(
    schema: Readonly<Record<string, unknown>>,
    root: Readonly<Record<string, unknown>>,
    depth: number,
  ): Record<string, unknown> {
    const properties = isRecord(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required)
      ? schema.required.map(String)
      : Object.keys(properties).filter((name) => !("default" in resolved(properties[name], root)));
    return Object.fromEntries(required.map((name) => [name, this.value(name, properties[name], root, depth + 1)]));
  }

  #text(name: string, schema: Readonly<Record<string, unknown>>): string {
    const about = `${name} ${typeof schema.description === "string" ? schema.description : ""}`;
    if (/^(date|date-time)$/.test(String(schema.format)) || /\b(date|day|YYYY)\b/i.test(words(about))) {
      return next(this.#dates) ?? "2026-01-01";
    }
    if (/(^|_)(query|question|text|input|prompt|content|message|request|search|task)(_|$)/i.test(name)) {
      return this.#question;
    }
    if (/(^|_)(id|number|code)$/i.test(name) && this.#numbers.length > 0) {
      return String(next(this.#numbers));
    }
    return next(this.#texts) ?? this.#question;
  }
}

/** Takes the first of a list, and leaves the last one there. */
function next<T>(list: T[]): T | undefined {
  return list.length > 1 ? list.shift() : list[0];
}

function mentions(text: string, word: string): boolean {
  const [all, wanted] = [wordsOf(text), wordsOf(word)].map((words) => ` ${words.join(" ")} `);
  return word !== "" && all !== undefined && wanted !== undefined && all.includes(wanted);
}

/** A schema without references and without alternatives: of these the first that is not null. */
function resolved(schema: unknown, root: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let current = isRecord(schema) ? schema : {};
  for (let step = 0; step < 10; step += 1) {
    const alternatives = [current.anyOf, current.oneOf, current.allOf].find(Array.isArray);
    if (typeof current.$ref === "string") {
      const target = current.$ref
        .replace(/^#\//, "")
        .split("/")
        .reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), root);
      current = isRecord(target) ? target : {};
    } else if (alternatives !== undefined) {
      const { anyOf: _, oneOf: __, allOf: ___, ...rest } = current;
      const chosen = alternatives.find((item) => !isRecord(item) || item.type !== "null");
      current = { ...rest, ...(isRecord(chosen) ? chosen : {}) };
    } else {
      return current;
    }
  }
  return current;
}

/** The words of a name in snake or camel case. */
function words(name: string): string {
  return name.replace(/_/g, " ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
}
