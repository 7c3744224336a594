import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type Scalar } from "yaml";
import { isMapping, mapEntries, PyBytes, type Value, ValueMap } from "../../python/documents/values.js";
import { type PlainKind, plainKind, plainValue } from "./plain.js";

/** Why a YAML text could not be read, and where. */
export class YamlFault extends Error {
  /** Line, from 1, where it is known. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.name = "YamlFault";
    this.line = line;
  }
}

// An alias can stand for a large tree many times over; nobody's configuration has this many values.
const maximumValues = 200_000;
const maximumDepth = 200;

/**
 * Reads YAML as PyYAML's `safe_load` does: YAML 1.1, its resolution of plain scalars, merge keys, aliases, last key
 * wins. Tags that run code are refused.
 *
 * @param text one YAML document
 * @returns its value; null for an empty text
 * @throws YamlFault where PyYAML fails as well, or the document unfolds to an unreasonable size
 */
export function readYaml(text: string): Value {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: "1.1",
    schema: "failsafe",
    merge: false,
    uniqueKeys: false,
    logLevel: "silent",
    prettyErrors: false,
    lineCounter,
  });
  if (!Array.isArray(documents) || documents.length === 0) return null;
  const [document] = documents;
  if (document === undefined) return null;
  if (documents.length > 1) throw new YamlFault("it holds more than one document");
  const [error] = document.errors;
  if (error !== undefined) {
    throw new YamlFault(error.message.split("\n")[0] ?? "it is not YAML", lineCounter.linePos(error.pos[0]).line);
  }
  const reader = new Reader(lineCounter);
  return document.contents === null ? null : reader.read(document.contents as Node, 0);
}

class Reader {
  private count = 0;
  private readonly anchors = new Map<string, Node>();

  constructor(private readonly lines: LineCounter) {}

  read(node: Node, depth: number): Value {
    this.count += 1;
    if (this.count > maximumValues || depth > maximumDepth) throw this.fault(node, "it unfolds to too many values");
    if (isAlias(node)) return this.readAlias(node.source, node, depth);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return this.readScalar(node);
    if (isSeq(node)) {
      this.checkTag(node, "seq");
      return node.items.map((item) => this.read(item as Node, depth + 1));
    }
    if (isMap(node)) {
      this.checkTag(node, "map");
      return this.readMap(node.items as { key: Node | null; value: Node | null }[], depth);
    }
    throw this.fault(node, "it holds something that is not a value");
  }

  private readAlias(name: string, node: Node, depth: number): Value {
    const target = this.anchors.get(name);
    if (target === undefined) throw this.fault(node, `it uses *${name}, which is not defined before`);
    return this.read(target, depth + 1);
  }

  private readMap(items: { key: Node | null; value: Node | null }[], depth: number): Value {
    const merged: [Value, Value][] = [];
    const own: [Value, Value][] = [];
    for (const { key, value } of items) {
      const name = key === null ? null : this.read(key, depth + 1);
      if (Array.isArray(name) || isMapping(name)) throw this.fault(key, "a list or mapping cannot be a key");
      const read = value === null ? null : this.read(value, depth + 1);
      if (isMerge(key)) merged.push(...this.mergeSource(read, value));
      else own.push([name, read]);
    }
    return new ValueMap(lastWins([...merged, ...own]));
  }

  private mergeSource(value: Value, node: Node | null): [Value, Value][] {
    if (isMapping(value)) return mapEntries(value);
    // In a list of mappings the first one wins, so it is put in last.
    if (Array.isArray(value)) return [...value].reverse().flatMap((item) => this.mergeSource(item, node));
    throw this.fault(node, "<< needs a mapping");
  }

  private readScalar(node: Scalar): Value {
    const text = typeof node.value === "string" ? node.value : (node.source ?? "");
    const tag = node.tag;
    if (tag === "tag:yaml.org,2002:binary") return new PyBytes(text.replace(/\s/g, ""));
    try {
      if (tag === undefined || tag === "tag:yaml.org,2002:str") {
        const plain = node.type === "PLAIN" && tag === undefined;
        return plain ? plainValue(text, plainKind(text)) : text;
      }
      const kind = taggedKinds[tag];
      if (kind !== undefined) return plainValue(text, kind);
    } catch (error) {
      throw this.fault(node, error instanceof Error ? error.message : String(error));
    }
    throw this.fault(node, `its tag ${tag} is not one that plain data has`);
  }

  private checkTag(node: Node, expected: "seq" | "map"): void {
    const tag = node.tag;
    if (tag !== undefined && tag !== `tag:yaml.org,2002:${expected}`) {
      throw this.fault(node, `its tag ${tag} is not one that plain data has`);
    }
  }

  private fault(node: Node | null, message: string): YamlFault {
    const offset = node?.range?.[0];
    return new YamlFault(message, offset === undefined ? undefined : this.lines.linePos(offset).line);
  }
}

const taggedKinds: { [tag: string]: PlainKind } = {
  "tag:yaml.org,2002:null": "null",
  "tag:yaml.org,2002:bool": "bool",
  "tag:yaml.org,2002:int": "int",
  "tag:yaml.org,2002:float": "float",
  "tag:yaml.org,2002:timestamp": "timestamp",
};

function isMerge(key: Node | null): boolean {
  return key !== null && isScalar(key) && key.type === "PLAIN" && key.value === "<<" && key.tag === undefined;
}

function lastWins(entries: [Value, Value][]): [Value, Value][] {
  const found = new Map<string, [Value, Value]>();
  for (const [key, value] of entries) {
    const id = typeof key === "string" ? `s${key}` : `o${typeof key}${String(key)}`;
    found.set(id, [key, value]);
  }
  return [...found.values()];
}
