import { isRecord } from "../paths.js";

/** One served entity, as far as its schema needs it. */
export interface Described {
  /** Name of the entity. */
  name: string;
  /** `metadata.task` of its model. */
  task: string | undefined;
  /** Inputs of its signature: MLflow's list of columns; undefined for a model that is none of MLflow's. */
  inputs: unknown;
}

/** What may be asked of an endpoint, in OpenAPI 3.1: one path for each served entity. */
export function openApi(name: string, host: string, entities: readonly Described[]): Record<string, unknown> {
  const paths = entities.map((entity) => [
    `/served-models/${entity.name}/invocations`,
    {
      post: {
        requestBody: { content: { "application/json": { schema: requestOf(entity) } } },
        responses: { "200": { description: "Successful operation", content: { "application/json": {} } } },
      },
    },
  ]);
  return {
    openapi: "3.1.0",
    info: { title: name, version: "1" },
    servers: [{ url: `${host}/serving-endpoints/${name}` }],
    paths: Object.fromEntries(paths),
  };
}

/** Agents take their inputs as they are, other models rows of a table. */
function requestOf({ task, inputs }: Described): Record<string, unknown> {
  const row = objectOf(inputs);
  return task?.startsWith("agent/") === true || task?.startsWith("llm/") === true
    ? row
    : { type: "object", properties: { dataframe_records: { type: "array", items: row } } };
}

function objectOf(columns: unknown): Record<string, unknown> {
  const named = (Array.isArray(columns) ? columns : []).filter(isRecord).filter(({ name }) => typeof name === "string");
  return propertiesOf(named.map((column) => [String(column.name), column]));
}

function propertiesOf(fields: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const required = fields.flatMap(([name, field]) => (isRecord(field) && field.required === true ? [name] : []));
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** A type of MLflow's signatures as JSON Schema; what JSON Schema has no word for may be anything. */
function schemaOf(field: unknown): Record<string, unknown> {
  const type = isRecord(field) ? field.type : undefined;
  if (!isRecord(field) || typeof type !== "string") {
    return {};
  }
  if (type === "array") {
    return { type: "array", items: schemaOf(field.items) };
  }
  if (type === "object") {
    return propertiesOf(Object.entries(isRecord(field.properties) ? field.properties : {}));
  }
  if (type === "map") {
    return { type: "object", additionalProperties: schemaOf(field.values) };
  }
  return plain[type] ?? {};
}

const plain: Readonly<Record<string, Record<string, unknown>>> = {
  string: { type: "string" },
  boolean: { type: "boolean" },
  integer: { type: "integer", format: "int32" },
  long: { type: "integer", format: "int64" },
  float: { type: "number", format: "float" },
  double: { type: "number", format: "double" },
  datetime: { type: "string", format: "date-time" },
  binary: { type: "string", format: "byte" },
};
