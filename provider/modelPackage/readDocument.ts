import type { Value } from "../python/documents/values.js";
import type { DocumentFormat } from "../python/engine/files.js";
import { readJson } from "./json.js";
import { readSettings } from "./localCode/settings.js";
import { readYaml } from "./yaml/read.js";

/** What is in the text of a document; undefined where it is none of that format. Of TOML texts, lists and tables; the rest as it is written. */
export function readDocument(text: string, format: DocumentFormat): Value | undefined {
  try {
    if (format === "toml") return readSettings(text);
    return format === "json" ? readJson(text) : readYaml(text);
  } catch {
    return undefined;
  }
}
