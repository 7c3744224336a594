import { argument } from "../../python/values/given.js";
import { asText, isKnown, marked } from "../../python/values/texts.js";
import type { Alternative, External, Value } from "../../python/values/types.js";
import { canonical } from "./paths.js";

/** Whether something speaks to a workspace's endpoints. */
export type Verdict = "yes" | "no" | "unknown";

const ours =
  /(?:^databricks_openai\.|^databricks_ai_bridge\.)(?:Async)?DatabricksOpenAI\(\)$|\.get_open_ai_client\(\)$|\.get_langchain_chat_open_ai_client\(\)$/;
const baseNames = ["base_url", "api_base", "openai_api_base", "api_base_url", "azure_endpoint", "endpoint_url"];
const holderNames = [
  "openai_client",
  "async_client",
  "client",
  "provider",
  "client_args",
  "http_client",
  "default_client",
];

/** Whether a client, or a model that is made with one, speaks to a workspace's endpoints. */
export function isDatabricksBase(of: External, depth = 0): Verdict {
  if (depth > 8) return "unknown";
  if (ours.test(canonical(of.path))) return "yes";
  const { given } = of;
  if (given !== undefined) {
    const base = argument(given, undefined, ...baseNames);
    if (base !== undefined) return ofValue(base, depth);
    const holder = argument(given, undefined, ...holderNames);
    if (holder !== undefined) return ofValue(holder, depth);
    const held = given.positional.flat().find((one) => one.kind === "external" && ofExternal(one, depth) === "yes");
    if (held !== undefined) return "yes";
    if (given.more !== undefined) return "unknown";
  }
  return of.base === undefined ? "no" : isDatabricksBase(of.base, depth + 1);
}

function ofExternal(one: Alternative, depth: number): Verdict {
  return one.kind === "external" ? isDatabricksBase(one.external, depth + 1) : "no";
}

function ofValue(value: Value, depth: number): Verdict {
  const verdicts = new Set(value.map((one) => ofAlternative(one, depth)));
  return verdicts.has("yes") ? "yes" : verdicts.has("unknown") ? "unknown" : "no";
}

function ofAlternative(one: Alternative, depth: number): Verdict {
  if (one.kind === "constant") return "no";
  if (one.kind === "instance")
    return one.instance.external === undefined ? "unknown" : isDatabricksBase(one.instance.external, depth + 1);
  if (one.kind === "dict") {
    for (const name of baseNames) {
      const value = one.dict.entries.get(name);
      if (value !== undefined) return ofValue(value, depth + 1);
    }
    return "no";
  }
  if (one.kind === "external" && /\(\)$/.test(one.external.path)) return isDatabricksBase(one.external, depth + 1);
  const url = marked(asText(one));
  if (/\/serving-endpoints|\/ai-gateway|\.databricks\.(?:com|net)|azuredatabricks\.net|\.databricksapps\.com/.test(url))
    return "yes";
  return isKnown(url) || /^https?:\/\/[^/]*[a-z]/.test(url) ? "no" : "unknown";
}
