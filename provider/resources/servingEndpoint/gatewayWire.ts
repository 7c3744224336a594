import { z } from "zod";
import { sameCatalogName } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import { type Gateway, gatewaySchema } from "./settingsSchema.js";

// The AI gateway as Databricks writes it, and its normal form. Source: serving endpoints 2.0.

const guardrailWire = z
  .object({
    safety: z.boolean().optional(),
    pii: z.object({ behavior: z.string().optional() }).nullish(),
    invalid_keywords: z.array(z.string()).nullish(),
    valid_topics: z.array(z.string()).nullish(),
  })
  .nullish();

/** The AI gateway's settings as the server answers them. */
export const gatewayWire = z.object({
  inference_table_config: z
    .object({
      catalog_name: z.string().optional(),
      schema_name: z.string().optional(),
      table_name_prefix: z.string().optional(),
      enabled: z.boolean().optional(),
    })
    .nullish(),
  usage_tracking_config: z.object({ enabled: z.boolean().optional() }).nullish(),
  rate_limits: z
    .array(
      z.object({
        calls: z.number().optional(),
        tokens: z.number().optional(),
        key: z.string().optional(),
        principal: z.string().optional(),
      }),
    )
    .nullish(),
  guardrails: z.object({ input: guardrailWire, output: guardrailWire }).nullish(),
  fallback_config: z.object({ enabled: z.boolean().optional() }).nullish(),
});

type Wire = z.infer<typeof gatewayWire>;
type Guardrail = NonNullable<NonNullable<Gateway["guardrails"]>["input"]>;

/** The settings from their wire form. */
export function gatewayFromWire(wire: Wire | null | undefined): Gateway {
  const table = wire?.inference_table_config;
  return normalGateway({
    inferenceTable:
      table?.enabled === true
        ? { catalog: table.catalog_name ?? "", schema: table.schema_name ?? "", prefix: table.table_name_prefix }
        : undefined,
    usageTracking: wire?.usage_tracking_config?.enabled,
    rateLimits: (wire?.rate_limits ?? []).map(({ calls, tokens, key, principal }) => ({
      calls,
      tokens,
      per: limitKey(key),
      principal,
    })),
    guardrails: { input: guardrail(wire?.guardrails?.input), output: guardrail(wire?.guardrails?.output) },
    fallbacks: wire?.fallback_config?.enabled,
  });
}

function limitKey(key: string | undefined) {
  return (["endpoint", "user", "user_group", "service_principal"] as const).find((known) => known === key);
}

function guardrail(wire: z.infer<typeof guardrailWire>): Guardrail {
  const pii = (["BLOCK", "MASK"] as const).find((known) => known === wire?.pii?.behavior);
  return {
    safety: wire?.safety,
    pii,
    invalidKeywords: wire?.invalid_keywords ?? [],
    validTopics: wire?.valid_topics ?? [],
  };
}

/**
 * The settings in one form for all ways to write them: what is off is not there, lists are sorted. Servers answer
 * switched-off parts in several ways, and keep no order.
 */
export function normalGateway(gateway: Gateway): Gateway {
  const { inferenceTable: table, rateLimits = [], guardrails = {} } = gateway;
  const sides = { input: normalGuardrail(guardrails.input), output: normalGuardrail(guardrails.output) };
  const sorted = [...rateLimits]
    .map((limit) => ({ ...limit, per: limit.per ?? ("endpoint" as const) }))
    .sort((left, right) => order(left.per, right.per) || order(left.principal ?? "", right.principal ?? ""));
  return {
    ...(table === undefined || table.enabled === false
      ? {}
      : { inferenceTable: { catalog: table.catalog, schema: table.schema, prefix: table.prefix } }),
    ...(gateway.usageTracking === true ? { usageTracking: true } : {}),
    ...(sorted.length === 0 ? {} : { rateLimits: sorted }),
    ...(sides.input === undefined && sides.output === undefined ? {} : { guardrails: sides }),
    ...(gateway.fallbacks === true ? { fallbacks: true } : {}),
  };
}

/** The settings as they are, with the inference table under the program's spelling where that means the same table. */
export function spelledGateway(given: Gateway | undefined, actual: Gateway): Gateway {
  const [wanted, is] = [given?.inferenceTable, actual.inferenceTable];
  if (wanted === undefined || is === undefined || !sameTable(wanted, is)) return actual;
  const { catalog, schema, prefix } = wanted;
  return { ...actual, inferenceTable: { ...is, catalog, schema, prefix } };
}

type Table = NonNullable<Gateway["inferenceTable"]>;

function sameTable(left: Table, right: Table): boolean {
  return (["catalog", "schema", "prefix"] as const).every((key) => sameCatalogName(left[key] ?? "", right[key] ?? ""));
}

/** Whether two declarations of a gateway name the same table in other capitals, and are the same otherwise. */
export function sameGatewaySettings(old: unknown, next: unknown): boolean {
  const [before, after] = [gatewaySchema.safeParse(old).data, gatewaySchema.safeParse(next).data];
  return before !== undefined && after !== undefined && equal(spelledGateway(after, before), after);
}

function normalGuardrail(given: Guardrail | undefined): Guardrail | undefined {
  const { safety, pii, invalidKeywords = [], validTopics = [] } = given ?? {};
  const normal: Guardrail = {
    ...(safety === true ? { safety } : {}),
    ...(pii === undefined || pii === "NONE" ? {} : { pii }),
    ...(invalidKeywords.length === 0 ? {} : { invalidKeywords: [...invalidKeywords].sort() }),
    ...(validTopics.length === 0 ? {} : { validTopics: [...validTopics].sort() }),
  };
  return Object.keys(normal).length === 0 ? undefined : normal;
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The body of `PUT ai-gateway`, which replaces everything.
 *
 * @param wanted how it should be
 * @param actual how it is: what is on and should be off is said to be off, as leaving it out need not end it
 */
export function gatewayToWire(wanted: Gateway, actual: Gateway): Record<string, unknown> {
  const [next, now] = [normalGateway(wanted), normalGateway(actual)];
  const off = { enabled: false };
  return {
    inference_table_config: tableToWire(next.inferenceTable, true) ?? tableToWire(now.inferenceTable, false),
    usage_tracking_config: next.usageTracking ? { enabled: true } : now.usageTracking ? off : undefined,
    rate_limits:
      next.rateLimits?.map(({ calls, tokens, per, principal }) => ({
        calls,
        tokens,
        key: per,
        principal,
        renewal_period: "minute",
      })) ?? (now.rateLimits === undefined ? undefined : []),
    guardrails:
      next.guardrails === undefined
        ? now.guardrails === undefined
          ? undefined
          : {}
        : { input: guardrailToWire(next.guardrails.input), output: guardrailToWire(next.guardrails.output) },
    fallback_config: next.fallbacks ? { enabled: true } : now.fallbacks ? off : undefined,
  };
}

function tableToWire(table: Gateway["inferenceTable"], enabled: boolean) {
  if (table === undefined) return undefined;
  return { catalog_name: table.catalog, schema_name: table.schema, table_name_prefix: table.prefix, enabled };
}

function guardrailToWire(given: Guardrail | undefined) {
  if (given === undefined) return undefined;
  return {
    safety: given.safety,
    pii: given.pii === undefined ? undefined : { behavior: given.pii },
    invalid_keywords: given.invalidKeywords,
    valid_topics: given.validTopics,
  };
}

/** Full name of the table that an enabled inference table writes to. */
export function tableName(gateway: Gateway | undefined): string | undefined {
  const table = gateway === undefined ? undefined : normalGateway(gateway).inferenceTable;
  return table === undefined ? undefined : `${table.catalog}.${table.schema}.${table.prefix ?? ""}_payload`;
}
