import { fieldsAsDict } from "../engine/dataMethods.js";
import { Frame } from "../engine/frame.js";
import { itemsOf } from "../engine/items.js";
import { mergeInto } from "../engine/merging.js";
import { scopeAround } from "../engine/scope.js";
import { stripped, substituted } from "../engine/textMethods.js";
import { parsePython } from "../source/parse.js";
import { statementsOf } from "../syntax/statements.js";
import { argument } from "../values/given.js";
import { dict, either, external, knownText, list, text, under, unknown } from "../values/make.js";
import { asText, concatenate, mapText } from "../values/texts.js";
import type { Alternative, Value } from "../values/types.js";
import { contentOf, documentAt, parsed } from "./documents.js";
import { environmentGet, expandedVariables } from "./environment.js";
import { joinPaths, parentOf, workingPath } from "./paths.js";
import type { Called, LibraryCall } from "./types.js";

const environment: LibraryCall = ({ engine, given, site }) =>
  environmentGet(engine, argument(given, 0, "key") ?? [], argument(given, 1, "default"), site);
const loadDotenv: LibraryCall = ({ engine }) => {
  engine.observer.loadsVariables();
  return [unknown("it is a condition")];
};
const yaml: LibraryCall = ({ engine, given }) => parsed(engine, argument(given, 0, "stream") ?? [], "yaml");
const json: LibraryCall = ({ engine, given }) => parsed(engine, argument(given, 0, "fp", "s") ?? [], "json");
const toml: LibraryCall = ({ engine, given }) => parsed(engine, argument(given, 0, "fp", "s") ?? [], "toml");
const same: LibraryCall = ({ given }) => given.positional[0];
const path: LibraryCall = ({ given }) => (given.positional.length === 0 ? [text(".")] : joinPaths(given.positional));
const copied: LibraryCall = ({ engine, given }) =>
  given.positional[0]?.map((one): Alternative => {
    if (one.kind === "dict")
      return { ...dict(new Map(one.dict.entries), engine.branch, one.dict.rest), when: one.when };
    if (one.kind === "list") return { ...list([...one.list.items], engine.branch, one.list.rest), when: one.when };
    return one;
  });
const mapping: LibraryCall = ({ engine, given }) => {
  const entries = new Map<string, Value>();
  let rest: Value | undefined;
  for (const value of given.positional) rest = either(rest ?? [], mergeInto(entries, value) ?? []);
  for (const [name, value] of given.keywords) entries.set(name, value);
  if (given.more !== undefined) rest = either(rest ?? [], [given.more]);
  return [dict(entries, engine.branch, rest?.length === 0 ? undefined : rest)];
};
const asDict: LibraryCall = ({ engine, given }) =>
  given.positional[0]?.map((one) =>
    one.kind === "instance" ? { ...fieldsAsDict(engine, one.instance), when: one.when } : one,
  );

/** Calls that make or hand on values: environment, configuration, files, paths, mappings. */
export const dataCalls: { readonly [path: string]: LibraryCall } = {
  "os.getenv": environment,
  "os.environ.get": environment,
  "os.environ.pop": environment,
  "os.environ.setdefault": ({ engine, given }) => {
    const names = argument(given, 0, "key") ?? [];
    const value = argument(given, 1, "value") ?? [];
    const found = environmentGet(engine, names, value, undefined);
    for (const one of names) {
      const known = knownText(one);
      if (known !== undefined && engine.variables.get(known) === undefined) engine.setVariable(known, found);
    }
    return found;
  },
  "os.environ.update": ({ engine, given }) => {
    const entries = new Map(given.keywords);
    mergeInto(entries, given.positional[0] ?? []);
    for (const [name, value] of entries) engine.setVariable(name, value);
    return undefined;
  },
  "ast.literal_eval": ({ engine, given, site }) => {
    const [one, more] = given.positional[0] ?? [];
    const known = one === undefined || more !== undefined ? undefined : knownText(one);
    const [statement] = known === undefined ? [] : statementsOf(known, parsePython(known).tree.topNode);
    if (statement?.type !== "expression") return [unknown("it is written as a literal")];
    return engine.evaluate(
      statement.value,
      scopeAround({ frame: new Frame(undefined, "file", 0), file: site.file, owner: undefined }),
    );
  },
  "dotenv.load_dotenv": loadDotenv,
  "dotenv.main.load_dotenv": loadDotenv,
  "yaml.safe_load": yaml,
  "yaml.load": yaml,
  "yaml.full_load": yaml,
  "ruamel.yaml.YAML().load": yaml,
  "json.load": json,
  "tomllib.load": toml,
  "tomllib.loads": toml,
  "tomli.load": toml,
  "tomli.loads": toml,
  "json.loads": json,
  // Kept as it is: the body of a request is looked at.
  "json.dumps": ({ given }) => [external("json.dumps()", undefined, given)],
  "omegaconf.OmegaConf.load": ({ engine, given }) => documentAt(engine, given.positional[0] ?? []),
  "omegaconf.OmegaConf.create": same,
  "omegaconf.OmegaConf.to_container": same,
  "builtins.open().read": ({ engine, of }) => {
    const content = of.base === undefined ? undefined : contentOf(engine, { kind: "external", external: of.base });
    return [content === undefined ? unknown("it is read from a file that cannot be told") : text(content)];
  },
  "pathlib.Path": path,
  "pathlib.PurePath": path,
  "pathlib.PosixPath": path,
  "pathlib.PurePosixPath": path,
  "os.path.join": path,
  "posixpath.join": path,
  "os.path.dirname": ({ given }) =>
    either(...(given.positional[0] ?? []).map((one): Value => (one.kind === "text" ? parentOf(one) : [one]))),
  "os.path.abspath": same,
  "os.path.realpath": same,
  "os.path.normpath": path,
  "os.path.expanduser": same,
  "os.path.expandvars": ({ engine, given, site }) =>
    either(...(given.positional[0] ?? []).map((one) => under(expandedVariables(engine, one, site), one.when))),
  "os.path.basename": ({ given }) =>
    mapText(given.positional[0] ?? [], (known) => known.slice(known.lastIndexOf("/") + 1)),
  "os.fspath": same,
  "os.getcwd": () => [workingPath()],
  "pathlib.Path.cwd": () => [workingPath()],
  "urllib.parse.urljoin": ({ given }) => {
    const [base = [], rest = []] = given.positional;
    return concatenate([trimmed(base, "rstrip"), [text("/")], trimmed(rest, "lstrip")]);
  },
  "urllib.parse.quote": same,
  "urllib.parse.quote_plus": same,
  "textwrap.dedent": same,
  "inspect.cleandoc": same,
  "string.Template().substitute": ({ engine, of, given }) =>
    substituted(engine, of.base?.given?.positional[0] ?? [], given),
  "string.Template().safe_substitute": ({ engine, of, given }) =>
    substituted(engine, of.base?.given?.positional[0] ?? [], given),
  "copy.copy": copied,
  "copy.deepcopy": copied,
  "types.MappingProxyType": same,
  "types.SimpleNamespace": mapping,
  "argparse.Namespace": mapping,
  "munch.Munch": mapping,
  "box.Box": mapping,
  "collections.OrderedDict": mapping,
  "collections.deque": copied,
  "collections.namedtuple": () => undefined,
  "dataclasses.asdict": asDict,
  "attr.asdict": asDict,
  "attrs.asdict": asDict,
  "dataclasses.replace": ({ engine, given }) =>
    given.positional[0]?.map((one): Alternative => {
      if (one.kind !== "instance") return one;
      const fields = new Map([...one.instance.fields, ...given.keywords]);
      return { ...one, instance: { ...one.instance, fields, born: engine.branch } };
    }),
  "itertools.chain": ({ engine, given }) => chained(engine, given.positional),
  "itertools.chain.from_iterable": ({ engine, given }) => chained(engine, itemsOf(engine, given.positional[0] ?? [])),
  "typing.cast": ({ given }) => given.positional[1],
  "typing_extensions.cast": ({ given }) => given.positional[1],
  "pydantic.SecretStr": same,
  "pydantic.SecretStr().get_secret_value": ({ of }) => of.base?.given?.positional[0],
  "*.get_secret_value": ({ of }) => (of.base === undefined ? undefined : [{ kind: "external", external: of.base }]),
  "importlib.import_module": ({ engine, given, site }) => {
    const found = (given.positional[0] ?? []).map((one): Alternative => {
      const written = knownText(one);
      if (written === undefined) return unknown("the module's name cannot be told");
      const [around] = argument(given, 1, "package") ?? [];
      const name = written.startsWith(".") ? `${(around && knownText(around)) ?? ""}${written}` : written;
      const local = site.file.find(name);
      if (local === undefined) return { ...external(name), when: one.when };
      engine.runFile(local);
      return { kind: "file", file: local, when: one.when };
    });
    return found;
  },
};

function trimmed(value: Value, side: "lstrip" | "rstrip"): Value {
  return value.map((one) => stripped(asText(one), side, "/"));
}

function chained(engine: Called["engine"], values: readonly Value[]): Value {
  const items = values.map((value) => itemsOf(engine, value));
  const rest = items.filter(({ isOpen }) => isOpen).map((one) => one.rest);
  return [
    list(
      items.flatMap((one) => [...one]),
      engine.branch,
      rest.length > 0 ? either(...rest.map((one) => under(one, undefined))) : undefined,
    ),
  ];
}
