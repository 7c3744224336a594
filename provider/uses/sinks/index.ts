import type { KindName } from "../../policy/kinds.js";
import type { Engine } from "../../python/engine/engine.js";
import type { Site } from "../../python/engine/scope.js";
import { both, isNone, nothingGiven } from "../../python/values/make.js";
import { asText, readable } from "../../python/values/texts.js";
import type { Alternative, Choice, External, Given, Value } from "../../python/values/types.js";
import { langchain } from "./langchain.js";
import { listed, namesOf } from "./names.js";
import type { UseSinks } from "./observer.js";
import { openai } from "./openai.js";
import { canonical } from "./paths.js";
import { lookForPrefix, namesNoProvider, namesProvider } from "./prefixed.js";
import { lookForSql, sql, takesSql } from "./statements.js";
import type { Look, NameRule, Sighting } from "./types.js";
import { lookForAddresses, mcp, takesAddresses } from "./urls.js";
import { identityOf, isOpen, isUserExternal } from "./user.js";
import { workspace } from "./workspace.js";

const libraries = [langchain, openai, workspace, sql, mcp];
/** What looks at the calls of one path. */
interface Watch {
  path: string;
  rules: readonly NameRule[];
  looks: readonly Look[];
}

const rules = new Map<string, NameRule[]>();
const looks = new Map<string, Look[]>();
for (const library of libraries) {
  for (const rule of library.rules) for (const call of rule.calls) rules.set(call, [...(rules.get(call) ?? []), rule]);
  for (const [call, look] of Object.entries(library.looks)) looks.set(call, [...(looks.get(call) ?? []), look]);
}

// Classes whose objects' calls name things.
const clients = new Map(
  [...rules.keys(), ...looks.keys()].flatMap((call) => {
    const name = /^([\w.]+\.[A-Z]\w*)\(\)\./.exec(call)?.[1];
    return name === undefined || name === "agents.Agent" ? [] : [[name, `${name}()`]];
  }),
);
clients.set("databricks.sql.Connection", "databricks.sql.connect()");

/** The path of an object of a library's class whose calls name things; undefined for any other class. */
export function clientOf(path: string): string | undefined {
  return clients.get(canonical(path));
}

// Most calls are of a few hundred paths, and most of these name nothing.
const watches = new Map<string, Watch | undefined>();
const maximumWatches = 20_000;

function watchOf(written: string): Watch | undefined {
  if (watches.has(written)) return watches.get(written);
  const path = canonical(written);
  const watch: Watch = {
    path,
    rules: rules.get(path) ?? [],
    looks: [
      ...(looks.get(path) ?? []),
      ...(namesProvider(path) ? [lookForPrefix] : []),
      ...(takesAddresses(path) ? [lookForAddresses] : []),
      ...(takesSql(path) ? [lookForSql] : []),
    ],
  };
  const found = watch.rules.length + watch.looks.length > 0 ? watch : undefined;
  if (watches.size > maximumWatches) watches.clear();
  watches.set(written, found);
  return found;
}

/** Looks at a call of a library and names what it uses; gives whether it uses anything. */
export function report(
  sinks: UseSinks,
  engine: Engine,
  of: External,
  given: Given,
  site: Site,
  made: Alternative,
): boolean {
  if (made.kind !== "external") return false;
  if (isUserExternal(made.external)) sinks.collector.actsForUser = true;
  const watch = watchOf(of.path);
  if (watch === undefined) return false;
  const sighting = new Seen(sinks, engine, watch.path, of, given, site, made.external);
  for (const rule of watch.rules) apply(sighting, rule);
  for (const look of watch.looks) look(sighting);
  return sighting.found;
}

/** Models of the agents SDK that are named by text: endpoints where the default client is one of Databricks. */
export function reportPending(
  sinks: UseSinks,
  engine: Engine,
  of: External,
  model: Value,
  site: Site,
  user: boolean,
): void {
  const sighting = new Seen(sinks, engine, canonical(of.path), of, nothingGiven, site, of, user);
  sighting.tell(
    "servingEndpoint",
    model.filter(
      (one) => namesNoProvider(one) || (one.kind === "text" && !/^(?:litellm|any-llm)\//.test(String(one.parts[0]))),
    ),
  );
}

function apply(sighting: Sighting, rule: NameRule): void {
  const { given, engine } = sighting;
  if (rule.many === "rest") {
    for (const value of given.positional.slice(rule.position ?? 0)) sighting.tell(rule.kind, value);
    return;
  }
  const value =
    givenArgument(given, rule) ?? (given.more === undefined || rule.position === undefined ? undefined : [given.more]);
  if (value === undefined) return;
  if (rule.many === "list") for (const item of listed(engine, value)) sighting.tell(rule.kind, item);
  else if (rule.position !== undefined && value.length > 0 && value.every(isNone))
    sighting.tell(rule.kind, value.map(asText));
  else sighting.tell(rule.kind, value);
}

/** The argument that names the thing; one that is None is as good as not given where another is. */
function givenArgument(given: Given, { position, names }: NameRule): Value | undefined {
  const all = names.map((name) => given.keywords.get(name));
  const found = all.find((value) => value?.every(isNone) === false) ?? all.find((value) => value !== undefined);
  return found ?? (position === undefined ? undefined : given.positional[position]);
}

class Seen implements Sighting {
  found = false;

  constructor(
    readonly sinks: UseSinks,
    readonly engine: Engine,
    readonly path: string,
    readonly of: External,
    readonly given: Given,
    readonly site: Site,
    readonly made: External,
    private readonly user: boolean | undefined = undefined,
  ) {}

  readonly tell = (kind: KindName, value: Value | undefined, through = readable(this.of.path)): void => {
    if (value === undefined) return;
    for (const named of namesOf(kind, this.engine.visible(value))) {
      this.found = true;
      if ("name" in named)
        for (const user of this.identities(named.when))
          this.sinks.collector.add(named.kind, named.name, user, through, this.site, named.defaultOf);
      else if (named.from?.told !== true)
        this.list([kind], named.why, through, named.from?.missing === true, named.when);
    }
  };

  readonly tellUnknown = (kinds: readonly KindName[], why: string, through = readable(this.of.path)): void => {
    this.list(kinds, why, through, false, undefined);
  };

  private list(
    kinds: readonly KindName[],
    why: string,
    through: string,
    missing: boolean,
    when: Choice | undefined,
  ): void {
    this.found = true;
    const { file, from, to } = this.site;
    const written = file.text.slice(from, to).replaceAll(/\s+/g, " ");
    const expression = written.length > 120 ? `${written.slice(0, 117)}...` : written;
    for (const user of this.identities(when))
      this.sinks.collector.addUnresolved(kinds, user, through, why, { ...this.site, expression, missing });
  }

  /** As whom the call acts under a choice: true for the user. */
  private identities(when: Choice | undefined): boolean[] {
    if (this.user !== undefined) return [this.user];
    const choice = both(when, this.engine.choice);
    if (!this.engine.promising && !isUserExternal(this.made) && isOpen(this.made, choice)) {
      // What runs later may tell whose client it is.
      this.engine.promisable = true;
      return [];
    }
    const { user, agent } = identityOf(this.made, choice);
    return [...(user ? [true] : []), ...(agent ? [false] : [])];
  }
}
