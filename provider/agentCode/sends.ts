import type { Engine } from "../python/engine/engine.js";
import { callLater } from "../python/engine/escape.js";
import { wrapped } from "../python/engine/functions.js";
import type { Site } from "../python/engine/scope.js";
import { argument } from "../python/values/given.js";
import { knownText, nothingGiven, unknown } from "../python/values/make.js";
import type { Alternative, Given, PythonFunction, Value } from "../python/values/types.js";

const adds = /^langgraph\..*\.add_node$/;
const leads = /^langgraph\..*\.(?:add_edge|set_entry_point)$/;
const sends = /^langgraph\.(?:\w+\.)*Send$/;

/** LangGraph's `Send("node", payload)`: the function of a node is called with what is sent to it, and not with the state. */
export class Sends {
  private readonly nodes = new Map<string, Value>();
  private readonly payloads = new Map<string, Map<string, { payload: Value; site: Site }>>();
  /** Nodes that an edge leads to: these get the state. */
  private readonly byEdge = new Set<string>();
  /** Whether anything in the code is sent, by the functions of nodes. */
  private readonly mayBeSent = new Set<PythonFunction>();
  private readonly asked = new Set<PythonFunction>();

  /** Notes what a call of LangGraph adds to a graph, or sends. */
  called(engine: Engine, path: string, given: Given, site: Site): void {
    if (adds.test(path)) this.add(engine, given);
    else if (leads.test(path)) {
      const target = path.endsWith("add_edge") ? argument(given, 1, "end_key") : argument(given, 0, "key");
      for (const name of textsOf(target)) this.byEdge.add(name);
    } else if (sends.test(path)) {
      const payload = argument(given, 1, "arg");
      if (payload !== undefined)
        for (const name of textsOf(argument(given, 0, "node"))) this.send(engine, name, payload, site);
    }
  }

  private add(engine: Engine, given: Given): void {
    const first = argument(given, 0, "node") ?? [];
    const action = argument(given, 1, "action") ?? first;
    const written = textsOf(first);
    const names = written.length > 0 ? written : first.flatMap((one) => wrapped(one)?.function.definition.name ?? []);
    const mentions = [...new Set(engine.functions.map(({ file }) => file))].some(({ text }) => text.includes("Send("));
    for (const name of names) {
      const known = this.nodes.get(name) ?? [];
      const added = functionsOf(action).filter((one) => functionsOf(known).every((of) => of.function !== one.function));
      if (added.length === 0) continue;
      this.nodes.set(name, [...known, ...added]);
      if (mentions) for (const one of added) this.mayBeSent.add(one.function);
      for (const { payload, site } of this.payloads.get(name)?.values() ?? []) this.run(engine, added, payload, site);
    }
  }

  private send(engine: Engine, name: string, payload: Value, site: Site): void {
    const known = this.payloads.get(name) ?? new Map<string, { payload: Value; site: Site }>();
    this.payloads.set(name, known);
    const key = `${site.file.path}:${site.from}:${describe(engine, payload, 0)}`;
    if (known.has(key)) return;
    known.set(key, { payload, site });
    this.run(engine, this.nodes.get(name) ?? [], payload, site);
  }

  private run(engine: Engine, nodes: Value, payload: Value, site: Site): void {
    for (const one of functionsOf(nodes)) {
      // What it did with nobody knows what, it does with this instead.
      if (this.asked.has(one.function)) engine.missed = true;
      callLater(engine, one.function.definition.name, site, () =>
        engine.call([one], { ...nothingGiven, positional: [payload] }, site),
      );
    }
  }

  /** What the function of a node is given; undefined for any other, and where that is the state. */
  argument(of: PythonFunction, parameter: string): Value | undefined {
    if (!this.mayBeSent.has(of)) return undefined;
    const { parameters, name } = of.definition;
    if (parameters[of.owner === undefined || of.role === "static" ? 0 : 1]?.name !== parameter) return undefined;
    const names = [...this.nodes].filter(([, value]) => functionsOf(value).some((one) => one.function === of));
    if (names.some(([node]) => this.byEdge.has(node))) return undefined;
    for (const [node] of names) for (const { payload } of this.payloads.get(node)?.values() ?? []) return payload;
    this.asked.add(of);
    const why = `it is the argument ${parameter} of ${name}`;
    return [{ ...unknown(why, `node:${of.file.path}:${of.definition.from}:${parameter}`), missing: true }];
  }
}

function textsOf(value: Value | undefined): string[] {
  return (value ?? []).flatMap((one) => knownText(one) ?? []);
}

function functionsOf(value: Value) {
  return value.flatMap((one) => wrapped(one) ?? []);
}

/** What tells one payload from another. */
function describe(engine: Engine, value: Value, depth: number): string {
  const inner = (one: Value) => (depth < 4 ? describe(engine, one, depth + 1) : "…");
  const of = (one: Alternative): string => {
    if (one.kind === "dict") return `{${[...one.dict.entries].map(([key, item]) => `${key}:${inner(item)}`).join()}}`;
    if (one.kind === "list") return `[${one.list.items.map(inner).join()}]`;
    if (one.kind === "instance") return String(engine.numberOf(one.instance));
    return one.kind === "constant" ? String(one.value) : (knownText(one) ?? one.kind);
  };
  return value.map(of).join("|");
}
