import { z } from "zod";
import { secretReference } from "./secretReference.js";
import { text } from "./text.js";

/**
 * What each provider of external models takes in its `config`. Names are Databricks' own in camelCase; `secrets` are those
 * that the API knows twice: as a reference to a secret, and with `_plaintext` behind. Source: the serving API of the
 * Databricks SDKs. A key that is not listed is sent as it stands.
 */
export const externalProviders = {
  ai21labs: { section: "ai21labs_config", keys: [], secrets: ["ai21labsApiKey"] },
  "amazon-bedrock": {
    section: "amazon_bedrock_config",
    keys: ["awsRegion", "bedrockProvider", "instanceProfileArn", "ucServiceCredentialName"],
    secrets: ["awsAccessKeyId", "awsSecretAccessKey"],
  },
  anthropic: { section: "anthropic_config", keys: [], secrets: ["anthropicApiKey"] },
  cohere: { section: "cohere_config", keys: ["cohereApiBase"], secrets: ["cohereApiKey"] },
  custom: {
    section: "custom_provider_config",
    keys: ["customProviderUrl", "apiKeyAuth", "bearerTokenAuth", "key"],
    secrets: ["value", "token"],
  },
  "databricks-model-serving": {
    section: "databricks_model_serving_config",
    keys: ["databricksWorkspaceUrl"],
    secrets: ["databricksApiToken"],
  },
  "google-cloud-vertex-ai": {
    section: "google_cloud_vertex_ai_config",
    keys: ["projectId", "region"],
    secrets: ["privateKey"],
  },
  openai: {
    section: "openai_config",
    keys: [
      "openaiApiType",
      "openaiApiBase",
      "openaiApiVersion",
      "openaiDeploymentName",
      "openaiOrganization",
      "microsoftEntraTenantId",
      "microsoftEntraClientId",
    ],
    secrets: ["openaiApiKey", "microsoftEntraClientSecret"],
  },
  palm: { section: "palm_config", keys: [], secrets: ["palmApiKey"] },
} as const;

type Provider = keyof typeof externalProviders;
const providers = Object.keys(externalProviders) as [Provider, ...Provider[]];

const value = z.union([z.string(), z.record(z.string(), z.string())]);

/** A model that somebody else runs. */
export const externalModelSchema = z.strictObject({
  provider: z.enum(providers),
  name: text,
  task: text,
  config: z.record(z.string(), value).optional(),
});

/** A model that somebody else runs: provider, name, task, and what the provider wants to know. */
export type ExternalModel = z.infer<typeof externalModelSchema>;

type Config = NonNullable<ExternalModel["config"]>;

/** The names that a provider's `config` may have. */
export function knownKeys(provider: Provider): readonly string[] {
  const { keys, secrets } = externalProviders[provider];
  return [...keys, ...secrets];
}

/** Whether the entry is a secret, which the server never gives back unless it is a reference. */
export function isSecretKey(provider: Provider, key: string): boolean {
  return (externalProviders[provider].secrets as readonly string[]).includes(key);
}

/** The external model as the API takes it. */
export function externalToWire({ provider, name, task, config = {} }: ExternalModel): Record<string, unknown> {
  return { provider, name, task, [externalProviders[provider].section]: sectionToWire(provider, config) };
}

function sectionToWire(provider: Provider, config: Config): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, item]) => {
      if (typeof item !== "string") return [snake(key), sectionToWire(provider, item)];
      const plain = isSecretKey(provider, key) && secretReference(item) === undefined;
      return [plain ? `${snake(key)}_plaintext` : snake(key), item];
    }),
  );
}

const wire = z.looseObject({ provider: z.enum(providers), name: z.string(), task: z.string() });

/** The external model as the server answers it: without what was sent in plain text. */
export function externalFromWire(answer: unknown): ExternalModel | undefined {
  const parsed = wire.safeParse(answer);
  if (!parsed.success) return undefined;
  const { provider, name, task } = parsed.data;
  const config = sectionFromWire(parsed.data[externalProviders[provider].section]);
  return { provider, name, task, config };
}

function sectionFromWire(section: unknown): Config {
  const entries = Object.entries(z.record(z.string(), z.unknown()).safeParse(section).data ?? {});
  const config: Config = {};
  for (const [key, item] of entries) {
    if (typeof item === "string") config[camel(key)] = item;
    else if (typeof item === "object" && item !== null) {
      const inner = Object.entries(item).filter((entry): entry is [string, string] => typeof entry[1] === "string");
      config[camel(key)] = Object.fromEntries(inner.map(([name, text]) => [camel(name), text]));
    }
  }
  return config;
}

/** The model without what a server does not give back, so that it can be compared with an answer. */
export function echoedExternal(model: ExternalModel): ExternalModel {
  return { ...model, config: echoedSection(model.provider, model.config ?? {}) };
}

function echoedSection(provider: Provider, config: Config): Config {
  const kept: Config = {};
  for (const [key, item] of Object.entries(config)) {
    if (typeof item !== "string") {
      const inner = Object.entries(item).filter(([name, text]) => isEchoed(provider, name, text));
      kept[key] = Object.fromEntries(inner);
    } else if (isEchoed(provider, key, item)) kept[key] = item;
  }
  return kept;
}

function isEchoed(provider: Provider, key: string, item: string): boolean {
  return !isSecretKey(provider, key) || secretReference(item) !== undefined;
}

/**
 * A model as it is, with those entries of its declaration that no answer tells.
 *
 * @param declared of the same model, as far as anybody knows
 */
export function withHiddenEntries(actual: ExternalModel, declared: ExternalModel | undefined): ExternalModel {
  if (declared?.provider !== actual.provider) return actual;
  const { provider, config = {} } = declared;
  const hidden = Object.entries(config).flatMap(([key, item]): [string, Config[string]][] => {
    if (typeof item === "string") return isEchoed(provider, key, item) ? [] : [[key, item]];
    const inner = Object.entries(item).filter(([name, text]) => !isEchoed(provider, name, text));
    const told = actual.config?.[key];
    if (inner.length === 0) return [];
    return [[key, { ...(typeof told === "object" ? told : {}), ...Object.fromEntries(inner) }]];
  });
  return { ...actual, config: { ...actual.config, ...Object.fromEntries(hidden) } };
}

/** Values of a model's `config` that no message may show. */
export function externalSecrets({ provider, config = {} }: ExternalModel): string[] {
  return Object.entries(config).flatMap(([key, item]) =>
    typeof item === "string"
      ? isEchoed(provider, key, item)
        ? []
        : [item]
      : Object.entries(item)
          .filter(([name, text]) => !isEchoed(provider, name, text))
          .map(([, text]) => text),
  );
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
