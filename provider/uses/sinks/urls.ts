import type { KindName } from "../../policy/kinds.js";
import { argument } from "../../python/values/given.js";
import { text } from "../../python/values/make.js";
import { asText, concatenate, isKnown, mapText, marked, unmarked } from "../../python/values/texts.js";
import type { Alternative, External, Text, Value } from "../../python/values/types.js";
import { tellSql } from "./statements.js";
import type { Library, Look, Sighting } from "./types.js";

const clients =
  /^(?:requests|httpx|aiohttp|urllib|urllib3|httpx_sse|databricks_mcp|mcp|langchain_mcp_adapters|databricks_langchain|databricks_openai|agents|fastmcp|pydantic_ai|llama_index|crewai|crewai_tools|strands|smolagents|mcpadapt|autogen\w*|google\.adk|agno|openai|langchain\w*|semantic_kernel|haystack\w*|dspy)\.|^databricks\.sdk\.(?:WorkspaceClient\(\)|ApiClient\(\))\.?(?:api_client\.)?do$|^mlflow\.\w*http\w*$/;
const addressNames = /(?:^|_)(?:url|uri|endpoint|base)s?$|^path$/;

interface Address {
  pattern: RegExp;
  tell: (sighting: Sighting, name: (index: number) => Text, through: Value | undefined) => void;
}

/** What addresses of a workspace's REST API name. */
const addresses: readonly Address[] = [
  {
    pattern: /\/api\/2\.0\/mcp\/functions\/([^/?#]+)\/([^/?#]+)\/([^/?#]+)/,
    tell: (s, name) => s.tell("function", joined(name(1), name(2), name(3))),
  },
  {
    pattern: /\/api\/2\.0\/mcp\/functions(?:\/([^/?#]*)(?:\/([^/?#]*))?|$)/,
    tell: (s, name) =>
      s.tellUnknown(
        ["function"],
        `the server offers all functions of ${around(name)}; name one in the URL, or declare those that are used`,
      ),
  },
  {
    pattern: /\/api\/2\.0\/mcp\/vector-search\/([^/?#]+)\/([^/?#]+)\/([^/?#]+)/,
    tell: (s, name) => s.tell("vectorSearchIndex", joined(name(1), name(2), name(3))),
  },
  {
    pattern: /\/api\/2\.0\/mcp\/vector-search(?:\/([^/?#]*)(?:\/([^/?#]*))?|$)/,
    tell: (s, name) =>
      s.tellUnknown(
        ["vectorSearchIndex"],
        `the server offers all indexes of ${around(name)}; name one in the URL, or declare those that are used`,
      ),
  },
  { pattern: /\/api\/2\.0\/mcp\/genie\/([^/?#]+)/, tell: (s, name) => s.tell("genieSpace", [name(1)]) },
  { pattern: /\/api\/2\.0\/mcp\/external\/([^/?#]+)/, tell: (s, name) => s.tell("ucConnection", [name(1)]) },
  {
    pattern: /\/api\/2\.0\/mcp\/sql(?:[/?#]|$)/,
    tell: (s) => s.tellUnknown(["sqlWarehouse", "table"], "the server runs any SQL"),
  },
  {
    pattern: /\/serving-endpoints\/([^/?#]+)(?:\/served-models\/[^/?#]+)?\/invocations/,
    tell: (s, name) => s.tell("servingEndpoint", [name(1)]),
  },
  {
    pattern: /\/(?:serving-endpoints|ai-gateway\/[^?#]*)\/(?:chat\/completions|responses|embeddings|completions)\b/,
    tell: (s, _, body) => s.tell("servingEndpoint", entry(body, "model")),
  },
  {
    pattern: /\/api\/2\.0\/vector-search\/indexes\/([^/?#]+)\/(?:query|scan|query-next-page)/,
    tell: (s, name) => s.tell("vectorSearchIndex", [name(1)]),
  },
  { pattern: /\/api\/2\.0\/genie\/spaces\/([^/?#]+)/, tell: (s, name) => s.tell("genieSpace", [name(1)]) },
  {
    pattern: /\/api\/2\.0\/sql\/statements\/?(?:[?#]|$)/,
    tell: (s, _, body) => {
      s.tell("sqlWarehouse", entry(body, "warehouse_id"));
      tellSql(s, entry(body, "statement"), entry(body, "catalog"), entry(body, "schema"));
    },
  },
  { pattern: /\/api\/2\.1\/unity-catalog\/functions\/([^/?#]+)/, tell: (s, name) => s.tell("function", [name(1)]) },
  { pattern: /\/api\/2\.1\/unity-catalog\/tables\/([^/?#]+)/, tell: (s, name) => s.tell("table", [name(1)]) },
  {
    pattern: /\/api\/2\.0\/external-function\b/,
    tell: (s, _, body) => s.tell("ucConnection", entry(body, "connection_name")),
  },
  {
    pattern: /^https?:\/\/([^/?#]+?)(?:-\d{6,})?(?:\.[^/?#.]+)*\.databricksapps\.com/,
    tell: (s, name) => s.tell("app", [firstLabel(name(1))]),
  },
];

/** The schema that an address names, as far as it does. */
function around(name: (index: number) => Text): string {
  const parts = [name(1), name(2)].map((part) => marked(part).replaceAll("\u{F8FF}", "…")).filter(Boolean);
  return parts.length === 2 ? parts.join(".") : "a schema";
}

/** A name of a host: its first label. */
function firstLabel(of: Text): Text {
  const whole = marked(of);
  return unmarked((whole.split(".")[0] ?? whole).replace(/-\d{6,}$/, ""), of);
}

function joined(...parts: readonly Text[]): Value {
  return concatenate(
    parts.flatMap((part, index) => (index === 0 ? [[part]] : [[{ kind: "text", parts: ["."] } as const], [part]])),
  );
}

/** Whether a call is one of a client of HTTP or MCP. */
export function takesAddresses(path: string): boolean {
  return clients.test(path) && !/\.(?:from_uc_function|from_vector_search)$/.test(path);
}

/** Looks for addresses of the workspace among what a client of HTTP or MCP is given. */
export function lookForAddresses(sighting: Sighting): void {
  const { given, of } = sighting;
  const body = bodyOf(argument(given, undefined, "json", "body", "data", "content"));
  const base = baseOf(of);
  const look = (value: Value, depth: number, isAddress: boolean) => {
    for (const one of value) lookAt(one, depth, isAddress);
  };
  const lookAt = (one: Alternative, depth: number, isAddress: boolean) => {
    if (one.kind === "list" && depth < 4) for (const item of one.list.items) look(item, depth + 1, isAddress);
    else if (one.kind === "dict" && depth < 4) {
      for (const [key, item] of one.dict.entries) look(item, depth + 1, isAddress || addressNames.test(key));
      if (one.dict.rest !== undefined) look(one.dict.rest, depth + 1, isAddress);
    } else if (one.kind === "text" || (isAddress && isOpen(one))) {
      const written = marked(asText(one));
      const isBelow = isAddress && base !== undefined && !/^[a-z]+:\/\//.test(written) && !methods.test(written);
      const url = isBelow
        ? concatenate(
            [mapText(base, trimmed), written.startsWith("/") ? [] : [text("/")], [one]].filter(
              ({ length }) => length > 0,
            ),
          )
        : [asText(one)];
      for (const each of url)
        if (each.kind === "text" && !tellAddress(sighting, each, body) && isAddress) tellOpen(sighting, each, body);
    }
  };
  for (const value of given.positional) look(value, 0, true);
  for (const [name, value] of given.keywords)
    if (!["json", "body", "data", "content", "headers", "input", "messages", "instructions"].includes(name))
      look(value, 0, addressNames.test(name));
}

function trimmed(known: string): string {
  return known.replace(/\/+$/, "");
}

function baseOf(of: External): Value | undefined {
  for (let one: External | undefined = of.base; one !== undefined; one = one.base) {
    const base = one.given === undefined ? undefined : argument(one.given, undefined, "base_url");
    if (base !== undefined) return base.map((each) => asText(each));
  }
  return undefined;
}

function bodyOf(value: Value | undefined): Value | undefined {
  return value?.flatMap((one) =>
    one.kind === "external" && one.external.path === "json.dumps()" ? (one.external.given?.positional[0] ?? []) : [one],
  );
}

function entry(body: Value | undefined, name: string): Value | undefined {
  const found = (body ?? []).flatMap((one) =>
    one.kind === "dict" ? (one.dict.entries.get(name) ?? one.dict.rest ?? []) : one.kind === "unknown" ? [one] : [],
  );
  return found.length === 0 ? undefined : found;
}

/** Whether something is not told: not known at all, or read out of something else, as a URL in an answer is. */
function isOpen(one: Alternative): boolean {
  if (one.kind !== "external") return one.kind === "unknown";
  const { path } = one.external;
  return path.endsWith("[]") || (!path.endsWith("()") && path.includes("()"));
}

const methods = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i;
const mcpClients = /^databricks_(?:mcp|langchain|openai)\./;
const ofHost = /HOST|WORKSPACE_URL|\.host(?:name)?\b|workspace_url|workspaceUrl/;
const hole = "\u{F8FF}";
// Between the host and what cannot be told there is nothing that says what is asked.
const openPath = new RegExp(
  `^(?:${hole}|https?://[^/]*)(?:/|/api/2\\.\\d/?|/api/2\\.\\d/mcp/?|/serving-endpoints/?)?${hole}`,
  "u",
);
const anyServer = ["function", "vectorSearchIndex", "genieSpace", "ucConnection", "app"] as const;
const anyThing = ["servingEndpoint", ...anyServer] as const;

// What the body of a question says of the kind of thing that is asked.
const questions: readonly (readonly [keys: readonly string[], kinds: readonly KindName[]])[] = [
  [
    ["statement", "warehouse_id"],
    ["sqlWarehouse", "table"],
  ],
  [["connection_name"], ["ucConnection"]],
  [["query_text", "query_vector"], ["vectorSearchIndex"]],
  [["messages", "input", "inputs", "prompt", "instances", "dataframe_split", "dataframe_records"], ["servingEndpoint"]],
];

/** What cannot be told of an address that may be one of the workspace. */
function tellOpen(sighting: Sighting, url: Text, body: Value | undefined): void {
  const whole = marked(url);
  const holes = url.parts.filter((part) => typeof part !== "string");
  const [first] = holes;
  if (first === undefined || holes.some(({ told }) => told === true)) return;
  const isHost = ofHost.test(first.key);
  const { why } = isHost ? (holes[1] ?? first) : first;
  const asked = questions.find(([keys]) =>
    body?.some((one) => one.kind === "dict" && keys.some((key) => one.dict.entries.has(key))),
  );
  if (mcpClients.test(sighting.path)) {
    if (/M[cC][pP]\w*$/.test(sighting.path)) sighting.tellUnknown(anyServer, why);
  } else if (/\/invocations\b/.test(whole) || new RegExp(`/serving-endpoints/[^/]*${hole}`, "u").test(whole))
    sighting.tellUnknown(["servingEndpoint"], why);
  else if (whole.startsWith(hole) && (!isHost || holes.length > 1) && asked !== undefined)
    sighting.tellUnknown(asked[1], why);
  else if ((isHost || /databricks/.test(whole)) && openPath.test(whole) && holes.length > 1)
    sighting.tellUnknown(anyThing, why);
}

/** What an address names; gives whether it is one of those that name something. */
export function tellAddress(sighting: Sighting, url: Text, body?: Value): boolean {
  const whole = marked(url);
  for (const { pattern, tell } of addresses) {
    const match = pattern.exec(whole);
    if (match === null) continue;
    const part = (index: number): Text => {
      const found = match[index] ?? "";
      const start = whole.indexOf(found, match.index);
      return slicePart(url, whole, start, found);
    };
    tell(sighting, part, body);
    return true;
  }
  return false;
}

/** A part of a marked text with the unknown parts that stand exactly there. */
function slicePart(of: Text, whole: string, start: number, part: string): Text {
  if (isKnown(part)) return { kind: "text", parts: [decode(part)], soft: of.soft, when: of.when };
  const before = unmarked(whole.slice(0, start), of).parts.filter((one) => typeof one !== "string").length;
  const holes = of.parts.filter((one) => typeof one !== "string").slice(before);
  return unmarked(part, { ...of, parts: rebuilt(part, holes) });
}

function rebuilt(part: string, holes: readonly Text["parts"][number][]): Text["parts"] {
  const parts: Text["parts"][number][] = [];
  part.split("\u{F8FF}").forEach((piece, index) => {
    const hole = index > 0 ? holes[index - 1] : undefined;
    if (hole !== undefined) parts.push(hole);
    if (piece !== "") parts.push(piece);
  });
  return parts;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A server that is named by catalog, schema and, at a position that differs between packages, the name. */
function fromParts(kind: "function" | "vectorSearchIndex", key: string, position: number): Look {
  return ({ given, tell, tellUnknown }) => {
    const name = argument(given, position, key);
    const parts = [argument(given, 0, "catalog"), argument(given, 1, "schema"), name];
    const isWhole = name === undefined || name.every((one) => one.kind === "constant");
    if (isWhole && given.more === undefined)
      tellUnknown([kind], "the server offers everything of that kind in a schema");
    else tell(kind, isWhole && given.more !== undefined ? [given.more] : dotted(...parts));
  };
}

function dotted(...parts: readonly (Value | undefined)[]): Value {
  const known = parts.filter((part) => part !== undefined);
  return concatenate(
    known.flatMap((part, index): Value[] => (index === 0 ? [part] : [[{ kind: "text", parts: ["."] }], part])),
  );
}

/** MCP servers that are named by their parts. */
export const mcp: Library = {
  rules: [],
  looks: Object.fromEntries(
    ["databricks_openai", "databricks_langchain", "databricks_mcp"].flatMap((name) =>
      ["McpServer", "McpServerToolkit", "DatabricksMCPServer", "DatabricksMCPClient"].flatMap((server) => {
        // In LangChain's class the server's own name comes before.
        const position = name === "databricks_langchain" ? 3 : 2;
        return [
          [`${name}.${server}.from_uc_function`, fromParts("function", "function_name", position)],
          [`${name}.${server}.from_vector_search`, fromParts("vectorSearchIndex", "index_name", position)],
        ];
      }),
    ),
  ),
};
