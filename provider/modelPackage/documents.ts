import type { Problem } from "../errors.js";
import { isMapping, mapEntries, type Value } from "../python/documents/values.js";
import { holdsHalfPair } from "./halfPair.js";
import { readJson } from "./json.js";
import { quoteForMessage } from "./text.js";
import type { AgentSource } from "./types.js";
import type { Boundary } from "./walk/boundary.js";
import { readSmall } from "./walk/readSmall.js";
import { toProblem } from "./walk/walk.js";

/** Configuration and example, read. */
export interface Documents {
  config?: Value;
  example?: Value;
  /** Files that were read: the user's name and digest. */
  files: { name: string; sha256: string }[];
  problems: Problem[];
}

/**
 * Reads the model configuration (a value or a YAML file) and the input example (a value or a JSON file).
 *
 * @param source what the user declared
 * @param boundary what may be read
 */
export async function readDocuments(source: AgentSource, boundary: Boundary): Promise<Documents> {
  const documents: Documents = { files: [], problems: [] };
  await readConfig(source, boundary, documents);
  await readExample(source, boundary, documents);
  return documents;
}

async function readConfig(source: AgentSource, boundary: Boundary, documents: Documents): Promise<void> {
  const { modelConfig } = source;
  if (typeof modelConfig === "string") {
    const value = await readFile(modelConfig, "modelConfig", parseYaml, boundary, documents);
    if (value === undefined) return;
    if (isMapping(value)) documents.config = value;
    else
      problem(documents, "modelConfig", `${quoteForMessage(modelConfig)} does not hold a mapping of names to values.`);
  } else if (modelConfig !== undefined) documents.config = modelConfig;
  // MLflow leaves out an empty configuration.
  if (documents.config !== undefined && isMapping(documents.config) && mapEntries(documents.config).length === 0)
    delete documents.config;
}

async function readExample(source: AgentSource, boundary: Boundary, documents: Documents): Promise<void> {
  const { inputExample } = source;
  if (typeof inputExample === "string" && inputExample.endsWith(".json")) {
    const value = await readFile(inputExample, "inputExample", readJson, boundary, documents);
    if (value !== undefined) documents.example = value;
  } else if (inputExample !== undefined && inputExample !== null) documents.example = inputExample;
}

/** A YAML text is none, and where. */
class NotYaml extends Error {
  constructor(
    message: string,
    readonly line: number | undefined,
  ) {
    super(message);
    this.name = "NotYaml";
  }
}

/** The YAML parser is loaded for the first file: most agents have none, and loading it takes longer than reading them. */
async function parseYaml(text: string): Promise<Value> {
  const { readYaml, YamlFault } = await import("./yaml/read.js");
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof YamlFault) throw new NotYaml(error.message, error.line);
    throw error;
  }
}

async function readFile(
  written: string,
  argument: string,
  parse: (text: string) => Value | Promise<Value>,
  boundary: Boundary,
  documents: Documents,
): Promise<Value | undefined> {
  const absolute = boundary.resolve(written);
  const name = boundary.name(absolute);
  try {
    const { text, sha256 } = await readSmall(absolute, boundary);
    documents.files.push({ name, sha256 });
    const value = await parse(text);
    if (!holdsHalfPair(value)) return value;
    problem(documents, argument, `${quoteForMessage(name)} holds half of a surrogate pair, which no model can hold.`);
    return undefined;
  } catch (error) {
    if (error instanceof NotYaml) {
      const line = error.line === undefined ? "" : ` in line ${error.line}`;
      problem(documents, argument, `${quoteForMessage(name)} cannot be read as YAML${line}: ${error.message}.`);
    } else if (error instanceof RangeError) {
      problem(documents, argument, `${quoteForMessage(name)} is nested too deeply.`);
    } else if (error instanceof SyntaxError) {
      problem(documents, argument, `${quoteForMessage(name)} is not JSON: ${error.message}.`);
    } else documents.problems.push(toProblem(error, argument, name));
    return undefined;
  }
}

function problem(documents: Documents, path: string, message: string): void {
  documents.problems.push({ code: "invalidArgument", path, message });
}
