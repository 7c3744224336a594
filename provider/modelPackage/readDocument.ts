import type { Value } from "../python/documents/values.js";
import { readJson } from "./json.js";
import { readYaml } from "./yaml/read.js";

/** What is in the text of a document; undefined where it is none of that format. */
export function readDocument(text: string, format: "yaml" | "json"): Value | undefined {
  try {
    return format === "json" ? readJson(text) : readYaml(text);
  } catch {
    return undefined;
  }
}
