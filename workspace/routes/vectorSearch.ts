import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { invalidParameter, notFound } from "../errors.js";
import type { VectorIndexFixture } from "../fixtures/standIns.js";
import { parseBody, parseQuery } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { isRecord } from "../paths.js";
import { standInRoute } from "./standIn.js";

const service = "Vector search";
const base = "/api/2.0/vector-search";
const fixed = "indexes come from the fixtures";
const searched =
  "a deterministic embedding of words and their parts stands in for the model: common words are near, synonyms are not; a reranker changes nothing";
const described = "comes from the fixtures; `index_url` has its scheme, because this workspace is no https";
/** Rows of one page of results, as on Databricks. */
const pageRows = 1_000;

// The Python clients write what is not given as null.
const queryBody = z.looseObject({
  columns: z.array(z.string()).min(1),
  query_text: z.string().nullish(),
  query_vector: z.array(z.number()).nullish(),
  num_results: z.number().int().nullish(),
  query_type: z.string().nullish(),
  filters_json: z.string().nullish(),
  score_threshold: z.number().nullish(),
});
/** Fields that would change the answer and that the stand-in does not know: to pass over them would answer another question. */
const unknownFields = ["filter_string", "query_columns", "sort_columns", "facets"] as const;
/** Databricks' Python clients send the body of these three with a GET, its SDK with a POST. */
const askingMethods = ["POST", "GET"] as const;
const pageToken = z.object({ index: z.string(), offset: z.number(), query: queryBody });

/** Vector search endpoints, and indexes over the texts of the fixtures. */
export const vectorSearchRoutes: readonly Route[] = [
  route("GET", "/endpoints", fixed, "member", (call) => ({
    body: { endpoints: endpointNames(call).map((name) => endpoint(call, name)) },
  })),
  route("GET", "/endpoints/{name}", fixed, "member", (call) => {
    const name = call.params.name ?? "";
    if (!endpointNames(call).includes(name)) {
      throw notFound(`Vector search endpoint '${name}' does not exist.`);
    }
    return { body: endpoint(call, name) };
  }),
  route("GET", "/indexes", fixed, "member", (call) => {
    const { endpoint_name: wanted } = parseQuery(call, z.object({ endpoint_name: z.string() }));
    const all = call.services.standIns.vectors.all.filter((index) => index.endpoint === wanted);
    return { body: { vector_indexes: all.map((index) => summary(call, index)) } };
  }),
  route("GET", "/endpoints/{name}/indexes", fixed, "member", (call) => {
    const all = call.services.standIns.vectors.all.filter((index) => index.endpoint === call.params.name);
    return { body: { vector_indexes: all.map((index) => summary(call, index)) } };
  }),
  route("GET", "/indexes/{index}", described, "agent", (call) => ({ body: description(call, used(call)) })),
  route("GET", "/endpoints/{name}/indexes/{index}", described, "agent", (call) => {
    const index = used(call);
    if (index.endpoint !== call.params.name) {
      throw notFound(`Vector index '${index.name}' is on endpoint '${index.endpoint}', not on '${call.params.name}'.`);
    }
    return { body: description(call, index) };
  }),
  ...askingMethods.flatMap((method) => [
    route(method, "/indexes/{index}/query", searched, "agent", async (call) => {
      const index = used(call);
      return { body: page(call, index.name, await parseBody(call, queryBody), 0) };
    }),
    route(method, "/indexes/{index}/query-next-page", searched, "agent", async (call) => {
      const index = used(call);
      const { page_token: text } = await parseBody(call, z.looseObject({ page_token: z.string() }));
      const token = readToken(text);
      if (token === undefined || token.index !== index.name) {
        throw invalidParameter("page_token: not a token of this index.");
      }
      return { body: page(call, index.name, token.query, token.offset) };
    }),
    route(method, "/indexes/{index}/scan", fixed, "agent", async (call) => {
      const index = used(call);
      const body = await parseBody(
        call,
        z.looseObject({ num_results: z.number().int().min(1).default(10), last_primary_key: z.string().optional() }),
      );
      const rows = call.services.standIns.vectors.scan(index.name, body.num_results, body.last_primary_key);
      const last = rows.at(-1)?.[index.primaryKey];
      return {
        body: {
          data: rows.map((row) => struct(row)),
          ...(last === undefined ? {} : { last_primary_key: String(last) }),
        },
      };
    }),
  ]),
  route("POST", "/indexes/{index}/sync", "does nothing: the rows are those of the fixtures", "member", (call) => {
    used(call);
    return {};
  }),
];

function route(method: string, path: string, differs: string, access: Route["access"], handle: Route["handle"]): Route {
  return standInRoute("vector search over the fixtures", {
    service,
    method,
    path: base + path,
    access,
    differs,
    handle,
  });
}

/** The index of a call, once its use is granted. */
function used(call: Call): VectorIndexFixture {
  const name = call.params.index ?? "";
  mayUse(call, "vector_search_index", name);
  return call.services.standIns.vectors.get(name);
}

function description(call: Call, index: VectorIndexFixture): Record<string, unknown> {
  return {
    ...summary(call, index),
    delta_sync_index_spec: {
      ...(index.table === undefined ? {} : { source_table: index.table }),
      pipeline_type: "TRIGGERED",
      embedding_source_columns: [{ name: index.textColumn, embedding_model_endpoint_name: index.embeddingEndpoint }],
    },
    status: {
      ready: true,
      detailed_state: "ONLINE_NO_PENDING_UPDATE",
      indexed_row_count: index.rows.length,
      // The clients put https before an address without a scheme.
      index_url: `${call.services.host()}${base}/indexes/${index.name}`,
      message: "Index of the local workspace's fixtures.",
    },
  };
}

function page(call: Call, index: string, query: z.infer<typeof queryBody>, offset: number): Record<string, unknown> {
  const unknown = unknownFields.find((field) => query[field] !== undefined && query[field] !== null);
  if (unknown !== undefined) {
    throw invalidParameter(`${unknown}: the local workspace's vector search does not know this field.`);
  }
  const { columns, rows } = call.services.standIns.vectors.query(index, {
    columns: query.columns,
    text: query.query_text ?? undefined,
    vector: query.query_vector ?? undefined,
    count: query.num_results ?? undefined,
    type: query.query_type ?? undefined,
    filters: query.filters_json ?? undefined,
    threshold: query.score_threshold ?? undefined,
  });
  const part = rows.slice(offset, offset + pageRows);
  const next = offset + pageRows;
  return {
    manifest: { column_count: columns.length, columns: columns.map((name) => ({ name })) },
    result: { row_count: part.length, data_array: part },
    ...(next < rows.length ? { next_page_token: writeToken({ index, offset: next, query }) } : {}),
  };
}

function writeToken(token: z.infer<typeof pageToken>): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

function readToken(text: string): z.infer<typeof pageToken> | undefined {
  try {
    return pageToken.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    return undefined;
  }
}

function endpointNames(call: Call): string[] {
  return [...new Set(call.services.standIns.vectors.all.map((index) => index.endpoint))];
}

function endpoint(call: Call, name: string): Record<string, unknown> {
  const count = call.services.standIns.vectors.all.filter((index) => index.endpoint === name).length;
  return {
    name,
    id: name,
    creator: call.services.fixtures.user,
    endpoint_type: "STANDARD",
    endpoint_status: { state: "ONLINE" },
    num_indexes: count,
  };
}

function summary(call: Call, index: VectorIndexFixture): Record<string, unknown> {
  return {
    name: index.name,
    endpoint_name: index.endpoint,
    endpoint_id: index.endpoint,
    primary_key: index.primaryKey,
    index_type: "DELTA_SYNC",
    creator: call.services.fixtures.user,
  };
}

/** A row as the scan answers it: protobuf's Struct, with its entries in a list. */
function struct(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { fields: Object.entries(row).map(([key, value]) => ({ key, value: wireValue(value) })) };
}

function wireValue(value: unknown): Record<string, unknown> {
  if (typeof value === "number") {
    return { number_value: value };
  }
  if (typeof value === "boolean") {
    return { bool_value: value };
  }
  if (Array.isArray(value)) {
    return { list_value: { values: value.map(wireValue) } };
  }
  if (isRecord(value)) {
    return { struct_value: struct(value) };
  }
  return value === null || value === undefined ? {} : { string_value: String(value) };
}
