import { z } from "zod";
import { AgentsError } from "../errors.js";
import { isMapping, mapEntries, PyBytes, PyDate, PyFloat, type Value } from "../python/documents/values.js";
import type { AuthPolicyDocument, ResourceDocument } from "./types.js";
import { readYaml, YamlFault } from "./yaml/read.js";

const entrySchema = z.object({ name: z.string(), on_behalf_of_user: z.boolean().nullish() });
const resourcesSchema = z.object({
  api_version: z.union([z.string(), z.number().transform(String)]),
  databricks: z.record(z.string(), z.array(entrySchema)).default({}),
});
const policySchema = z.object({
  system_auth_policy: z.object({ resources: resourcesSchema.nullish() }).nullish(),
  user_auth_policy: z.object({ api_scopes: z.array(z.string()).nullish() }).nullish(),
});
const text = z.string().nullish();
const modelSchema = z.object({
  artifact_path: text,
  auth_policy: policySchema.nullish(),
  flavors: z.record(z.string(), z.unknown()),
  is_signature_from_type_hint: z.boolean().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  mlflow_version: text,
  model_id: text,
  model_uuid: text,
  resources: resourcesSchema.nullish(),
  run_id: text,
  signature: z.object({ inputs: text, outputs: text, params: text }).nullish(),
  utc_time_created: text,
});

/** What an MLmodel file says, as far as this package uses it. Absent fields are undefined. */
export interface ModelFile {
  artifactPath?: string;
  authPolicy?: AuthPolicyDocument;
  /** Flavor name to its settings. */
  flavors: Record<string, unknown>;
  /** Whether the signature is that of the code's type hints. */
  fromTypeHint?: boolean;
  metadata?: Record<string, unknown>;
  mlflowVersion?: string;
  modelId?: string;
  modelUuid?: string;
  resources?: ResourceDocument;
  runId?: string;
  /** Each part as JSON text. */
  signature?: { inputs?: string; outputs?: string; params?: string };
}

/**
 * Reads an MLmodel file, whoever wrote it.
 *
 * @param content its text
 * @throws AgentsError `invalidResponse` when it is not an MLmodel file
 */
export function readModelFile(content: string): ModelFile {
  const parsed = modelSchema.safeParse(plain(parse(content)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
    throw new AgentsError(
      "invalidResponse",
      `the MLmodel file is not one of MLflow's${where}: ${issue?.message ?? ""}`,
    );
  }
  const model = parsed.data;
  return withoutUndefined({
    artifactPath: model.artifact_path ?? undefined,
    authPolicy: model.auth_policy == null ? undefined : policyOf(model.auth_policy),
    flavors: model.flavors,
    fromTypeHint: model.is_signature_from_type_hint ?? undefined,
    metadata: model.metadata ?? undefined,
    mlflowVersion: model.mlflow_version ?? undefined,
    modelId: model.model_id ?? undefined,
    modelUuid: model.model_uuid ?? undefined,
    resources: model.resources == null ? undefined : resourcesOf(model.resources),
    runId: model.run_id ?? undefined,
    signature: model.signature == null ? undefined : signatureOf(model.signature),
  });
}

function parse(content: string): Value {
  try {
    return readYaml(content);
  } catch (error) {
    if (error instanceof YamlFault) {
      const line = error.line === undefined ? "" : ` in line ${error.line}`;
      throw new AgentsError("invalidResponse", `the MLmodel file is not YAML${line}: ${error.message}`);
    }
    throw error;
  }
}

function resourcesOf(document: z.infer<typeof resourcesSchema>): ResourceDocument {
  const databricks: ResourceDocument["databricks"] = {};
  for (const [kind, entries] of Object.entries(document.databricks)) {
    databricks[kind] = entries.map(({ name, on_behalf_of_user }) =>
      on_behalf_of_user == null ? { name } : { name, on_behalf_of_user },
    );
  }
  return { api_version: document.api_version, databricks };
}

function policyOf(document: z.infer<typeof policySchema>): AuthPolicyDocument {
  const resources = document.system_auth_policy?.resources;
  const scopes = document.user_auth_policy?.api_scopes;
  return {
    system_auth_policy: resources == null ? {} : { resources: resourcesOf(resources) },
    user_auth_policy: scopes == null ? {} : { api_scopes: scopes },
  };
}

function signatureOf(signature: {
  inputs?: string | null | undefined;
  outputs?: string | null | undefined;
  params?: string | null | undefined;
}) {
  return withoutUndefined({
    inputs: signature.inputs ?? undefined,
    outputs: signature.outputs ?? undefined,
    params: signature.params ?? undefined,
  });
}

type WithoutUndefined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as WithoutUndefined<T>;
}

/** A value as plain JSON data, for a schema. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof PyFloat) return value.value;
  if (value instanceof PyDate) return value.text;
  if (value instanceof PyBytes) return value.base64;
  if (typeof value === "bigint") return Number(value);
  if (!isMapping(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of mapEntries(value)) {
    // An own property, also for the key `__proto__`.
    Object.defineProperty(result, String(plain(key)), { value: plain(item), enumerable: true });
  }
  return result;
}
