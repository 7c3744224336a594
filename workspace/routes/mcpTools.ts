import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { invalidParameter } from "../errors.js";
import type { FunctionFixture, GenieSpaceFixture, VectorIndexFixture } from "../fixtures/standIns.js";
import type { Call } from "../http/route.js";
import type { GenieMessage } from "../standIns/genieSpaces.js";
import type { McpTool } from "../standIns/mcp.js";
import { baseType, typeName } from "../standIns/sql/types.js";
import { usedWarehouse } from "./sql.js";
import { sqlCaller } from "./standIn.js";

/** A function of Unity Catalog as a tool. */
export function functionTool(call: Call, fixture: FunctionFixture): McpTool {
  const properties = fixture.parameters.map(
    ({ name, type, comment }) =>
      [name, { ...jsonType(type), ...(comment === "" ? {} : { description: comment }) }] as const,
  );
  return {
    name: toolName(fixture.name),
    description: fixture.comment,
    inputSchema: {
      type: "object",
      properties: Object.fromEntries(properties),
      required: fixture.parameters.filter((parameter) => parameter.default === undefined).map(({ name }) => name),
    },
    run: async (args) => {
      const given = fixture.parameters.filter(({ name }) => args[name] !== undefined);
      const unknown = Object.keys(args).find(
        (name) => !fixture.parameters.some((parameter) => parameter.name === name),
      );
      if (unknown !== undefined) {
        throw invalidParameter(`${fixture.name} has no parameter named ${unknown}.`);
      }
      const list = given.map(({ name }) => `${name} => :${name}`).join(", ");
      const from = /^table\b/i.test(fixture.returns) ? "SELECT * FROM" : "SELECT";
      const parameters = given.map(({ name, type }) => ({ name, type, value: parameterText(args[name]) }));
      const output = from === "SELECT" ? " AS output" : "";
      const statement = `${from} ${quoted(fixture.name)}(${list})${output}`;
      const result = await call.services.standIns.sql.run({ statement, parameters }, sqlCaller(call));
      return { columns: result.columns.map(({ name }) => name), rows: result.rows, is_truncated: result.truncated };
    },
  };
}

const searchMeta = z.looseObject({
  num_results: z.coerce.number().int().default(5),
  columns: z.string().optional(),
  filters: z.string().optional(),
  query_type: z.string().optional(),
  score_threshold: z.coerce.number().optional(),
});

/** A vector index as a tool. */
export function indexTool(call: Call, index: VectorIndexFixture): McpTool {
  return {
    name: toolName(index.name),
    description: `Searches the vector index ${index.name} for texts that are near a question.`,
    inputSchema: {
      type: "object",
      properties: { query: { type: "string", description: "What to search for." } },
      required: ["query"],
    },
    run: (args, meta) => {
      mayUse(call, "vector_search_index", index.name);
      const settings = searchMeta.parse(meta);
      const { columns, rows } = call.services.standIns.vectors.query(index.name, {
        text: String(args.query ?? ""),
        columns: settings.columns?.split(",").map((column) => column.trim()) ?? Object.keys(index.columns),
        count: settings.num_results,
        filters: settings.filters,
        type: settings.query_type,
        threshold: settings.score_threshold,
      });
      return rows.map((row) => Object.fromEntries(columns.map((column, position) => [column, row[position]])));
    },
  };
}

/** A Genie space as tools: to ask it, and to look again for an answer. */
export function genieTools(call: Call, space: GenieSpaceFixture): McpTool[] {
  const { genie } = call.services.standIns;
  const text = { type: "string" };
  return [
    {
      name: `query_space_${space.id}`,
      description: `Asks the Genie space "${space.title}". ${space.description}`,
      inputSchema: { type: "object", properties: { query: text, conversation_id: text }, required: ["query"] },
      run: async (args) => {
        const caller = sqlCaller(call);
        const query = String(args.query ?? "");
        const message =
          typeof args.conversation_id === "string"
            ? genie.ask(space.id, args.conversation_id, query, caller)
            : genie.start(space.id, query, caller);
        await message.done;
        return genieAnswer(call, message);
      },
    },
    {
      name: `poll_response_${space.id}`,
      description: `Looks for the answer of the Genie space "${space.title}" to an earlier question.`,
      inputSchema: {
        type: "object",
        properties: { conversation_id: text, message_id: text },
        required: ["conversation_id", "message_id"],
      },
      run: (args) => {
        const [conversation, id] = [String(args.conversation_id), String(args.message_id)];
        return genieAnswer(call, genie.message(space.id, conversation, id, sqlCaller(call).user));
      },
    },
  ];
}

function genieAnswer(call: Call, message: GenieMessage): Record<string, unknown> {
  const queries = message.attachments.filter((item) => item.query !== undefined);
  return {
    conversationId: message.conversation,
    messageId: message.id,
    status: message.status,
    content: {
      queryAttachments: queries.map((item) => ({
        query: item.query?.sql,
        description: item.query?.title,
        statement_response: call.services.standIns.genie.queryResult(message, item.id),
      })),
      textAttachments: message.attachments.flatMap((item) => (item.text === undefined ? [] : [item.text])),
    },
    ...(message.error === undefined ? {} : { error: message.error }),
  };
}

/** Statements as tools: to run one, to run one that only reads, and to look again for a result. */
export function sqlTools(call: Call): McpTool[] {
  const { statements } = call.services.standIns;
  const query = { type: "object", properties: { query: { type: "string" } }, required: ["query"] };
  const run =
    (readOnly: boolean): McpTool["run"] =>
    async (args, meta) => {
      const own = call.caller?.kind === "agent" ? call.caller.agent.resources : [];
      const declared = own.find(({ kind }) => kind === "sql_warehouse")?.name;
      const [first] = call.services.fixtures.sqlWarehouses;
      usedWarehouse(call, typeof meta.warehouse_id === "string" ? meta.warehouse_id : (declared ?? first?.id ?? ""));
      const caller = sqlCaller(call);
      const limited = readOnly ? { ...caller, readOnly: "execute_sql_read_only only reads" } : caller;
      return statements.submit({ statement: String(args.query ?? ""), parameters: [] }, limited, 30_000, false);
    };
  return [
    { name: "execute_sql", description: "Runs a SQL statement.", inputSchema: query, run: run(false) },
    {
      name: "execute_sql_read_only",
      description: "Runs a SQL statement that reads.",
      inputSchema: query,
      run: run(true),
    },
    {
      name: "poll_sql_result",
      description: "Looks for the result of an earlier statement.",
      inputSchema: { type: "object", properties: { statement_id: { type: "string" } }, required: ["statement_id"] },
      run: (args) => statements.get(String(args.statement_id), sqlCaller(call).user),
    },
  ];
}

/** The name of a tool for a thing of three parts: dots are not allowed there. */
function toolName(name: string): string {
  return name.replaceAll(".", "__");
}

function quoted(name: string): string {
  return name
    .split(".")
    .map((part) => `\`${part}\``)
    .join(".");
}

function parameterText(value: unknown): string | null {
  return value === null || typeof value === "string" ? value : JSON.stringify(value);
}

function jsonType(type: string): Record<string, unknown> {
  switch (typeName(type)) {
    case "INT":
    case "LONG":
    case "SHORT":
    case "BYTE":
      return { type: "integer" };
    case "DOUBLE":
    case "FLOAT":
    case "DECIMAL":
      return { type: "number" };
    case "BOOLEAN":
      return { type: "boolean" };
    case "ARRAY":
      return { type: "array", items: jsonType(/^array<(.+)>$/i.exec(type)?.[1] ?? "STRING") };
    case "MAP":
    case "STRUCT":
      return { type: "object" };
    default:
      return baseType(type) === "DATE" ? { type: "string", format: "date" } : { type: "string" };
  }
}
