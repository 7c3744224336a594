import type { Readable } from "node:stream";
import type { AgentInterface } from "../agentCode/interface.js";
import type { PackageReading } from "../agentCode/reading.js";
import type { Problem } from "../errors.js";
import type { Value } from "../python/documents/values.js";
import type { ModuleSummary } from "../python/source/summary.js";

/** Any JSON value, as a user writes it in a program. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One entry of {@link ResourceDocument}: a Databricks resource by name. */
export interface ResourceEntry {
  name: string;
  on_behalf_of_user?: boolean;
}

/** `resources` exactly as MLmodel holds it. */
export interface ResourceDocument {
  api_version: string;
  /** Kind (`serving_endpoint`, `vector_search_index` …) to the resources of that kind. */
  databricks: { [kind: string]: ResourceEntry[] };
}

/** `auth_policy` exactly as MLmodel holds it; an empty object where a part was not declared. */
export interface AuthPolicyDocument {
  system_auth_policy: { resources?: ResourceDocument };
  user_auth_policy: { api_scopes?: string[] };
}

/** A signature written out by the user: each part in MLflow's JSON form, as a value or as text. */
export interface SignatureSource {
  inputs: unknown;
  outputs: unknown;
  params?: unknown;
}

/** What an agent is made of. Paths are relative to the base folder given beside it. */
export interface AgentSource {
  /** Path of the agent's Python file. */
  code: string;
  /**
   * Whether the file may be a notebook: an `.ipynb`, one with commands such as `%pip`, or one of which a cell writes the agent.
   * It is read then, and cannot be logged as it is. Default: false.
   */
  notebook?: boolean | undefined;
  /** Files and folders put under `code/`, from where the agent imports them. */
  codePaths: string[];
  /** Artifact name to path; the agent finds them in `context.artifacts`. */
  artifacts: Record<string, string>;
  /** What the agent reads through `mlflow.models.ModelConfig`: a value, or the path of a YAML file. */
  modelConfig?: Record<string, Json> | string | undefined;
  /** pip requirements: lines, or the path of a requirements file. Default: `mlflow==<mlflowVersion>`. */
  requirements?: string[] | string | undefined;
  /** Lines, or a file, added to the default when `requirements` is unset. */
  extraRequirements?: string[] | string | undefined;
  /** pip constraints: lines, or the path of a constraints file. */
  constraints?: string[] | string | undefined;
  /** Python release of the serving environment, in full. Default: a fixed one, never this machine's. */
  pythonVersion?: string | undefined;
  /** Prompts that the agent uses: `prompts:/<name>/<version>`. */
  prompts?: string[] | undefined;
  /** Names of the environment variables that the agent reads. */
  environmentVariables?: string[] | undefined;
  /** A request that the agent can answer: a value, or the path of a JSON file. */
  inputExample?: Json | undefined;
  /** Signature of a PythonModel or LangChain agent; the other interfaces have a fixed one. */
  signature?: SignatureSource | undefined;
  /** Written to MLmodel under `metadata`. */
  metadata?: Record<string, Json> | undefined;
  /** The agent's interface, where it cannot be found by reading the file. */
  interface?: AgentInterface | undefined;
  /** The MLflow release whose format is written. */
  mlflowVersion: string;
  /** Rules in `.gitignore` syntax added to the defaults. */
  ignore: string[];
  /** System resources. Excludes `authPolicy`. */
  resources?: ResourceDocument | undefined;
  /** Authentication policy. Excludes `resources`. */
  authPolicy?: AuthPolicyDocument | undefined;
}

/** A file of the package that is copied from the user's disk. */
export interface SourceFile {
  /** Path inside the model directory, with `/`. */
  path: string;
  /** Where it really lies on this machine. Never part of a digest. */
  location: string;
  /** Size in bytes when it was read. */
  size: number;
  /** SHA-256 of its content, hex. */
  sha256: string;
  /** CRC-32 of its content: finds out at a fifth of the cost that it changed before it was uploaded. */
  crc32: number;
  /** What its metadata said while its digest was taken, see `FileStamp`; absent where that would prove nothing. */
  identity?: string;
  /** Path relative to the base folder, with `/`, as a preview names it. */
  name: string;
}

/** A model directory that is known completely, but for ids and times. */
export interface PackagePlan {
  /** The agent's interface, declared or found. */
  interface: AgentInterface;
  /** Whether the agent's own class defines `predict_stream`. */
  streaming: boolean;
  /** Name of the agent's class, where it could be found. */
  className?: string;
  /** MLflow's task, for example `agent/v1/responses`. */
  task?: string;
  /** Path of each of the user's files relative to the base folder, to its SHA-256. */
  files: Record<string, string>;
  /** SHA-256 over everything that went in, and over nothing that differs between machines or runs. */
  digest: string;
  /** The final pip requirements, as requirements.txt holds them. */
  requirements: string[];
  /** What reading the agent's file and its local imports found: imports, ModelConfig uses … */
  imports: ModuleSummary[];
  /** Copied files, sorted by path. */
  sources: SourceFile[];
  /** Files written by this package: path inside the model directory to text. Without MLmodel. */
  generated: Record<string, string>;
  /** MLmodel without ids, times and artifact path. */
  document: { [key: string]: Value };
  /** The MLflow release whose format is written. */
  mlflowVersion: string;
}

/** What {@link AgentSource} leads to. */
export interface PlanResult {
  /** The plan; absent when there are problems. */
  plan?: PackagePlan;
  /** Everything that is wrong, at once. */
  problems: Problem[];
  /** What works but is probably not meant. */
  warnings: Problem[];
  /** What was read on the way, for the checks; absent where the agent's file could not be read. */
  reading?: PackageReading;
}

/** What is known only when the model is logged. */
export interface PackageStamp {
  /** Id of the logged model (`m-…`), on servers that have logged models. */
  modelId?: string | undefined;
  /** Run that the model belongs to. */
  runId?: string | undefined;
  /** Artifact location or path of the model, as the server named it. */
  artifactPath: string;
  /** Time of logging. */
  time: Date;
}

/** A file to upload. */
export interface PackageFile {
  /** Path inside the model directory, with `/`. */
  path: string;
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the content, hex. */
  sha256: string;
  /**
   * A stream of the content, from disk or from memory. It fails with an `AgentsError` (`fileRefused`) when the file is
   * not the one that was planned any more, at the latest at its end: only a stream that ended well was right.
   */
  open(): Readable;
  /**
   * A stream of a part of the content, for an upload in parts. It fails like that of {@link open}.
   *
   * @param start first byte, from 0
   * @param end byte after the last, at most `size`
   */
  slice(start: number, end: number): Readable;
}
