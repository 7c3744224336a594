import { type Value as Document, isMapping, mapEntries, PyFloat } from "../documents/values.js";
import type { Engine } from "../engine/engine.js";
import type { DocumentFormat } from "../engine/files.js";
import { constant, dict, either, knownText, list, text, under, unknown } from "../values/make.js";
import { softened, whyOf } from "../values/soft.js";
import type { Alternative, Text, Value } from "../values/types.js";
import { shownPath } from "./paths.js";

/** A document as a value; its texts as the caller makes them. */
export function documentValue(document: Document, born: number, ofText = plainText): Value {
  if (document === null || typeof document === "boolean") return [constant(document)];
  if (typeof document === "number" || typeof document === "bigint") return [constant(Number(document))];
  if (typeof document === "string") return [ofText(document)];
  if (document instanceof PyFloat) return [constant(document.value)];
  if (Array.isArray(document))
    return [
      list(
        document.map((item) => documentValue(item, born, ofText)),
        born,
      ),
    ];
  if (!isMapping(document)) return [unknown("it is a date or bytes")];
  const entries = new Map<string, Value>();
  for (const [key, item] of mapEntries(document))
    entries.set(typeof key === "string" ? key : `#${String(key)}`, documentValue(item, born, ofText));
  return [dict(entries, born)];
}

function plainText(written: string): Text {
  return text(written);
}

/** What document is in a text, or in the file that was opened. */
export function parsed(engine: Engine, source: Value, format: DocumentFormat): Value {
  return either(
    ...source.map((one): Value => {
      const content = contentOf(engine, one);
      if (content === undefined)
        return one.kind === "text" && one.parts.some((part) => typeof part === "string" && part.includes("\n"))
          ? under(parseInParts(engine, one, format), one.when)
          : [unknown("it is read from something that cannot be told", `document:${engine.numberOf(one)}`)];
      const found = under(parse(engine, content, format), one.when);
      return one.kind === "text" && one.soft !== undefined ? replaceable(found, one.soft) : found;
    }),
  );
}

/** What is in the default of a variable: as long as nothing sets that, and an empty one says nothing. */
function replaceable(value: Value, source: string): Value {
  return softened(value, source).map((one): Alternative => {
    if (one.kind === "list" && one.list.rest === undefined) {
      const { items, born } = one.list;
      const rest: Value | undefined = items.length === 0 ? [unknown(whyOf(source), source)] : undefined;
      return {
        ...list(
          items.map((item) => replaceable(item, source)),
          born,
          rest,
        ),
        when: one.when,
      };
    }
    if (one.kind !== "dict" || one.dict.rest !== undefined) return one;
    const entries = new Map([...one.dict.entries].map(([key, item]) => [key, replaceable(item, source)]));
    const rest: Value | undefined = entries.size === 0 ? [unknown(whyOf(source), source)] : undefined;
    return { ...dict(entries, one.dict.born, rest), when: one.when };
  });
}

function parse(engine: Engine, content: string, format: DocumentFormat): Value {
  const document = engine.input.reader.document(content, format);
  return document === undefined
    ? [unknown(`it is read from a file that is not ${format.toUpperCase()}`)]
    : documentValue(document, engine.branch);
}

// Stands for a part of a document that is not known, with its number behind it.
const hole = /\u{F8FE}(\d+)\u{F8FE}/u;

/** A document of which parts are not known, such as one whose variables are put in: its texts keep these parts. */
function parseInParts(engine: Engine, { parts }: Text, format: DocumentFormat): Value {
  const written = parts.map((part, index) => (typeof part === "string" ? part : `\u{F8FE}${index}\u{F8FE}`)).join("");
  const document = engine.input.reader.document(written, format);
  if (document === undefined) return [unknown(`it is read from a file that is not ${format.toUpperCase()}`)];
  return documentValue(document, engine.branch, (whole) => {
    const pieces = whole.split(hole).map((piece, index) => (index % 2 === 0 ? piece : (parts[Number(piece)] ?? piece)));
    return { kind: "text", parts: pieces.filter((piece) => piece !== "") };
  });
}

/** The text of an alternative: its own, or that of the file that was opened. */
export function contentOf(engine: Engine, one: Alternative): string | undefined {
  if (one.kind === "external" && /(?:^|\.)open\(\)$/.test(one.external.path)) {
    const [opened] = one.external.given?.positional[0] ?? [];
    const name = opened === undefined ? undefined : knownText(opened);
    return name === undefined ? undefined : engine.input.reader.text(name);
  }
  return knownText(one);
}

/** The document in the file of that path. */
export function documentAt(engine: Engine, paths: Value): Value {
  return either(
    ...paths.map((one): Value => {
      const name = knownText(one);
      if (name === undefined) return [unknown("it is read from a file whose name cannot be told")];
      const content = engine.input.reader.text(name);
      if (content === undefined)
        return [unknown(`it is read from ${JSON.stringify(shownPath(name))}, which is not there`)];
      return under(
        parse(engine, content, name.endsWith(".json") ? "json" : name.endsWith(".toml") ? "toml" : "yaml"),
        one.when,
      );
    }),
  );
}
