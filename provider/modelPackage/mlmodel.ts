import type { Value, ValueObject } from "../python/documents/values.js";
import type { Example } from "./example.js";
import { formatOf, type ReleaseFormat } from "./releases.js";
import type { SignatureDocument } from "./signature/types.js";
import type { AuthPolicyDocument, PackageStamp, ResourceDocument } from "./types.js";
import { writeYaml } from "./yaml/write.js";

/** What MLmodel says, but for ids and times. */
export interface ModelDocumentParts {
  mlflowVersion: string;
  format: ReleaseFormat;
  pythonVersion: string;
  /** Base name of the agent's file. */
  codeFile: string;
  hasCodePaths: boolean;
  /** Set for a LangChain agent; `version` is the release of langchain, where it is known. */
  langchain?: { version?: string };
  streamable: boolean;
  /** Addresses of the prompts the agent uses. */
  prompts?: readonly string[];
  /** Names of the environment variables the agent reads. */
  environmentVariables?: readonly string[];
  /** `metadata` of the user, the task and the retrievers' schemas. */
  metadata?: { [key: string]: Value };
  config?: Value;
  /** Artifact name to its path in the model and the one the user wrote. */
  artifacts: { [name: string]: { path: string; uri: string } };
  signature?: SignatureDocument;
  fromTypeHint: boolean;
  example?: Example;
  /** Bytes of the agent's file, both examples and the artifacts. */
  sizeBytes: number;
  resources?: ResourceDocument;
  authPolicy?: AuthPolicyDocument;
}

/** MLmodel of an agent logged from code, without ids, times and artifact path. */
export function modelDocument(parts: ModelDocumentParts): { [key: string]: Value } {
  const document: { [key: string]: Value } = {
    flavors:
      parts.langchain === undefined
        ? { python_function: flavor(parts) }
        : { langchain: langchainFlavor(parts, parts.langchain), python_function: loadedByLangChain(parts) },
    mlflow_version: parts.mlflowVersion,
    model_size_bytes: parts.sizeBytes,
  };
  if (parts.prompts !== undefined) document.prompts = [...parts.prompts];
  else if (parts.format.fields.includes("prompts")) document.prompts = null;
  if (parts.environmentVariables !== undefined) document.env_vars = [...parts.environmentVariables];
  if (parts.metadata !== undefined) document.metadata = parts.metadata;
  if (parts.resources !== undefined) document.resources = resourceValue(parts.resources);
  if (parts.authPolicy !== undefined) document.auth_policy = policyValue(parts.authPolicy);
  if (parts.example !== undefined) document.saved_input_example_info = parts.example.info;
  if (parts.signature !== undefined) {
    document.signature = { ...parts.signature };
    document.is_signature_from_type_hint = parts.fromTypeHint;
    document.type_hint_from_example = false;
  }
  return document;
}

function flavor(parts: ModelDocumentParts): ValueObject {
  const value: { [key: string]: Value } = {
    cloudpickle_version: parts.format.cloudpickleVersion,
    code: parts.hasCodePaths ? "code" : null,
    env: { conda: "conda.yaml", virtualenv: "python_env.yaml" },
    loader_module: "mlflow.pyfunc.loaders.code_model",
    // MLflow writes the path on the machine that logged it and uses its base name only.
    model_code_path: parts.codeFile,
    python_version: parts.pythonVersion,
    streamable: parts.streamable,
  };
  if (Object.keys(parts.artifacts).length > 0) value.artifacts = parts.artifacts;
  if (parts.config !== undefined) value.config = parts.config;
  return value;
}

function langchainFlavor(parts: ModelDocumentParts, { version }: { version?: string }): ValueObject {
  const value: { [key: string]: Value } = { code: parts.hasCodePaths ? "code" : null, streamable: parts.streamable };
  if (version !== undefined) value.langchain_version = version;
  return value;
}

/** The pyfunc flavor beside the langchain one: its loader is another, and a missing code folder is left out. */
function loadedByLangChain(parts: ModelDocumentParts): ValueObject {
  const { cloudpickle_version: _, code, ...rest } = flavor(parts);
  return {
    ...rest,
    ...(code === null ? {} : { code }),
    loader_module: "mlflow.langchain",
    predict_stream_fn: "predict_stream",
  };
}

function resourceValue(document: ResourceDocument): ValueObject {
  const kinds: { [kind: string]: Value } = {};
  for (const [kind, entries] of Object.entries(document.databricks))
    kinds[kind] = entries.map((entry) => ({ ...entry }));
  return { api_version: document.api_version, databricks: kinds };
}

function policyValue(document: AuthPolicyDocument): ValueObject {
  const { resources } = document.system_auth_policy;
  const { api_scopes } = document.user_auth_policy;
  return {
    system_auth_policy: resources === undefined ? {} : { resources: resourceValue(resources) },
    user_auth_policy: api_scopes === undefined ? {} : { api_scopes: [...api_scopes] },
  };
}

/**
 * The text of MLmodel.
 *
 * @param document from {@link modelDocument}
 * @param mlflowVersion the release whose format is written
 * @param digest of the package: stands in for the id where the server gives none
 * @param stamp ids and time
 */
export function modelText(
  document: { [key: string]: Value },
  mlflowVersion: string,
  digest: string,
  stamp: PackageStamp,
): string {
  const full: { [key: string]: Value } = {
    ...document,
    artifact_path: stamp.artifactPath,
    model_uuid: stamp.modelId ?? digest.slice(0, 32),
    utc_time_created: utcTime(stamp.time),
  };
  if (formatOf(mlflowVersion)?.fields.includes("model_id")) full.model_id = stamp.modelId ?? null;
  if (stamp.runId !== undefined) full.run_id = stamp.runId;
  return writeYaml(full);
}

/** `2026-01-31 12:00:00.000000`, UTC. */
function utcTime(time: Date): string {
  return `${time.toISOString().replace("T", " ").replace("Z", "")}000`;
}
