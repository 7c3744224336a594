import { contentOf } from "../library/documents.js";
import { joinPaths, parentOf } from "../library/paths.js";
import { formattedBy } from "../values/formatSpec.js";
import {
  agree,
  both,
  constant,
  dict,
  either,
  external,
  knownText,
  list,
  text,
  under,
  unknown,
} from "../values/make.js";
import { asText, concatenate, isKnown, mapText, marked, replacedIn, unmarked } from "../values/texts.js";
import type { Alternative, Given, Text, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { itemsOf } from "./items.js";
import { getItem } from "./lookups.js";
import { mergeInto } from "./merging.js";
import type { Site } from "./scope.js";

/** Methods of texts. */
export function callTextMethod(engine: Engine, of: Text, name: string, given: Given, site: Site): Value {
  const [first, second] = given.positional;
  const plain = first === undefined ? undefined : only(first);
  const other = second === undefined ? undefined : only(second);
  switch (name) {
    case "strip":
    case "lstrip":
    case "rstrip":
      return [stripped(of, name, plain)];
    case "lower":
    case "casefold":
      return mapText([of], (known) => known.toLowerCase());
    case "upper":
      return mapText([of], (known) => known.toUpperCase());
    case "title":
    case "capitalize":
      return mapText([of], (known) => known.slice(0, 1).toUpperCase() + known.slice(1).toLowerCase());
    case "replace":
      if (plain === undefined || other === undefined)
        return [unknown("a part of the text is replaced by something that cannot be told")];
      return plain === "" ? [of] : replacedIn(of, plain, other);
    case "removeprefix":
    case "removesuffix": {
      const whole = marked(of);
      if (plain === undefined) return [of];
      const cut =
        name === "removeprefix"
          ? whole.startsWith(plain)
            ? whole.slice(plain.length)
            : whole
          : whole.endsWith(plain)
            ? whole.slice(0, whole.length - plain.length)
            : whole;
      return [{ ...unmarked(cut, of), when: of.when }];
    }
    case "format":
      return formatted(engine, of, (key) => argumentOf(engine, given, key));
    case "format_map":
      return formatted(engine, of, (key) => (first === undefined ? undefined : getItem(engine, first, text(key))));
    case "join":
      return joined(engine, of, first ?? []);
    case "split":
    case "rsplit":
    case "splitlines":
      return split(engine, of, name, plain, given);
    case "partition":
    case "rpartition":
      return partition(engine, of, name, plain);
    case "startsWith":
    case "startswith":
    case "endswith": {
      const known = knownText(of);
      if (known === undefined || plain === undefined || of.soft !== undefined) return [unknown("it is a comparison")];
      return [constant(name === "endswith" ? known.endsWith(plain) : known.startsWith(plain))];
    }
    case "joinpath":
      return joinPaths([[of], ...given.positional]);
    case "with_name":
      return joinPaths([parentOf(of), first ?? []]);
    case "open":
    case "read_text":
    case "read_bytes":
      engine.observer.opened(engine, [of], name, given, site);
      return opened(engine, of, name);
    case "write_text":
    case "write_bytes":
    case "iterdir":
      engine.observer.opened(engine, [of], name, given, site);
      return [unknown(`it is what ${name} of a path gives`)];
    case "encode":
    case "decode":
    case "expandtabs":
    case "resolve":
    case "absolute":
    case "expanduser":
    case "as_posix":
      return [of];
    default:
      return [unknown(`it is what ${name} of a text gives`)];
  }
}

/** A path that is opened or read. */
function opened(engine: Engine, of: Text, name: string): Value {
  const file = external("builtins.open()", undefined, { positional: [[of]], keywords: new Map(), more: undefined });
  if (name === "open") return [file];
  const content = contentOf(engine, file);
  return [content === undefined ? unknown("it is read from a file that cannot be told") : text(content)];
}

function only(value: Value): string | undefined {
  const [one, more] = value;
  return one === undefined || more !== undefined ? undefined : knownText(one);
}

/** A text without the characters at its ends, or at one of them; white space where none are given. */
export function stripped(of: Text, name: string, characters: string | undefined): Text {
  const parts = [...of.parts];
  const set = characters === undefined ? "\\s" : characters.replace(/[\\\]^-]/g, "\\$&");
  if (name !== "rstrip" && typeof parts[0] === "string") parts[0] = parts[0].replace(new RegExp(`^[${set}]+`), "");
  const last = parts.at(-1);
  if (name !== "lstrip" && typeof last === "string")
    parts[parts.length - 1] = last.replace(new RegExp(`[${set}]+$`), "");
  return { ...of, parts };
}

function argumentOf(engine: Engine, { positional, keywords, more }: Given, key: string): Value | undefined {
  if (/^\d+$/.test(key)) return positional[Number(key)];
  const [name = "", ...rest] = key.split(/[.[\]]+/).filter(Boolean);
  let value =
    keywords.get(name) ??
    (/^\d+$/.test(name) ? positional[Number(name)] : undefined) ??
    (more === undefined ? undefined : [more]);
  for (const part of rest) {
    value = value === undefined ? undefined : getItem(engine, value, text(part));
  }
  return value;
}

function formatted(engine: Engine, of: Text, argument: (key: string) => Value | undefined): Value {
  const values: Value[] = [];
  let count = 0;
  for (const part of of.parts) {
    if (typeof part !== "string") {
      values.push([part]);
      continue;
    }
    for (const piece of part.split(/(\{\{|\}\}|\{[^{}]*\})/)) {
      if (piece === "{{" || piece === "}}") values.push([text(piece.slice(1))]);
      else if (piece.startsWith("{") && piece.endsWith("}")) {
        const [, key = "", spec = ""] = /^\{([^!:]*)(?:![rsa])?:?(.*)\}$/s.exec(piece) ?? [];
        const value = argument(key === "" ? String(count++) : key);
        values.push(
          value?.map((one) => (spec === "" ? one : formattedBy(one, spec))) ?? [
            unknown(`nothing is given for {${key}}`),
          ],
        );
      } else if (piece !== "") values.push([text(piece)]);
    }
  }
  void engine;
  return concatenate(values).map((one) => ({ ...one, when: both(one.when, of.when) }));
}

function joined(engine: Engine, of: Text, value: Value): Value {
  const found: Value[] = [];
  for (const one of value) {
    const items = itemsOf(engine, [one]);
    const parts = items.flatMap((item, index) => (index === 0 ? [item] : [[of], item]));
    if (items.isOpen) parts.push([unknown("there may be more items")]);
    found.push(under(concatenate(parts), one.when));
  }
  return either(...found);
}

function split(engine: Engine, of: Text, name: string, separator: string | undefined, given: Given): Value {
  if (given.positional[0] !== undefined && separator === undefined && !isNone(given.positional[0]))
    return [unknown("a text is split")];
  const whole = marked(of);
  const limitValue = (given.positional[1] ?? given.keywords.get("maxsplit"))?.[0];
  const limit = limitValue?.kind === "constant" && typeof limitValue.value === "number" ? limitValue.value : -1;
  let pieces =
    name === "splitlines"
      ? whole.split("\n")
      : separator === undefined
        ? whole.trim().split(/\s+/)
        : whole.split(separator);
  const glue = separator ?? " ";
  if (limit >= 0 && pieces.length > limit + 1) {
    pieces =
      name === "rsplit"
        ? [pieces.slice(0, pieces.length - limit).join(glue), ...pieces.slice(pieces.length - limit)]
        : [...pieces.slice(0, limit), pieces.slice(limit).join(glue)];
  }
  const open = !isKnown(whole);
  let at = 0;
  const items = pieces.map((piece): Value => {
    const start = whole.indexOf(piece, at);
    at = start + piece.length;
    return isKnown(piece) ? [of.soft === undefined ? text(piece) : text(piece, of.soft)] : [unmarked(piece, of)];
  });
  return [
    {
      ...list(items, engine.branch, open && separator === undefined ? [unknown("a text is split")] : undefined),
      when: of.when,
    },
  ];
}

function isNone(value: Value): boolean {
  return value.every((one) => one.kind === "constant" && one.value === null);
}

function partition(engine: Engine, of: Text, name: string, separator: string | undefined): Value {
  const whole = marked(of);
  const at =
    separator === undefined ? -1 : name === "partition" ? whole.indexOf(separator) : whole.lastIndexOf(separator);
  if (separator === undefined || at < 0) return [list([[of], [text("")], [text("")]], engine.branch)];
  return [
    list(
      [[unmarked(whole.slice(0, at), of)], [text(separator)], [unmarked(whole.slice(at + separator.length), of)]],
      engine.branch,
    ),
  ];
}

/** `"%s.%s" % (a, b)`. */
export function percentFormat(of: Text, argument: Alternative): Value {
  const items = argument.kind === "list" ? argument.list.items : undefined;
  const named = argument.kind === "dict" ? argument.dict : undefined;
  const values: Value[] = [];
  let count = 0;
  for (const part of of.parts) {
    if (typeof part !== "string") {
      values.push([part]);
      continue;
    }
    for (const piece of part.split(/(%%|%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/)) {
      if (piece === "%%") values.push([text("%")]);
      else if (/^%.*[a-zA-Z]$/.test(piece)) {
        const key = /^%\((\w+)\)/.exec(piece)?.[1];
        const value = key !== undefined ? named?.entries.get(key) : items === undefined ? [argument] : items[count++];
        values.push(value ?? [unknown("nothing is given for a part of the text")]);
      } else if (piece !== "") values.push([text(piece)]);
    }
  }
  return concatenate(values).filter(({ when }) => agree(when, of.when));
}

/** `string.Template(text).substitute(…)`. */
export function substituted(engine: Engine, of: Value, given: Given): Value {
  const entries = new Map(given.keywords);
  const [first] = given.positional;
  const rest = mergeInto(entries, first ?? []);
  const holder: Value = [dict(entries, engine.branch, rest)];
  return either(
    ...of.map((one) => {
      const source = asText(one);
      const parts = source.parts.map((part) =>
        typeof part === "string" ? part.replace(/\$\{?(\w+)\}?/g, "{$1}") : part,
      );
      return formatted(engine, { ...source, parts }, (key) => getItem(engine, holder, text(key)));
    }),
  );
}
