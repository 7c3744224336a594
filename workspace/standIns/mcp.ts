import { z } from "zod";
import { ApiError, messageOf } from "../errors.js";

/** A tool of an MCP server. */
export interface McpTool {
  name: string;
  description: string;
  /** JSON schema of the arguments. */
  inputSchema: Record<string, unknown>;
  /**
   * Runs it.
   *
   * @param args as the client sent them
   * @param meta presets beside the arguments (`_meta`)
   * @returns what is sent as JSON text
   * @throws ApiError where the caller may not use what it works with
   */
  run(args: Record<string, unknown>, meta: Record<string, unknown>): Promise<unknown> | unknown;
}

/** A request or notification of JSON-RPC. */
export const mcpMessage = z.looseObject({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/** {@link mcpMessage}, read. */
export type McpMessage = z.infer<typeof mcpMessage>;

/** Revisions of the protocol whose messages are the same for what is covered, newest first. */
const versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

const callParams = z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).default(() => ({})),
  _meta: z.record(z.string(), z.unknown()).default(() => ({})),
});

/**
 * Answers a message of the Model Context Protocol, without sessions: initialize, ping, tools/list and tools/call.
 *
 * @param name of the server
 * @param tools that it offers to this caller
 * @param call finds a tool by its name, also one that the caller may not use
 * @returns undefined for a notification, which gets no answer
 */
export async function answerMcp(
  message: McpMessage,
  name: string,
  tools: readonly McpTool[],
  call: (tool: string) => McpTool | undefined,
): Promise<Record<string, unknown> | undefined> {
  const { id, method, params } = message;
  if (id === undefined) {
    return undefined;
  }
  const result = (value: unknown): Record<string, unknown> => ({ jsonrpc: "2.0", id, result: value });
  const error = (code: number, text: string): Record<string, unknown> => ({
    jsonrpc: "2.0",
    id,
    error: { code, message: text },
  });
  switch (method) {
    case "initialize": {
      const wanted = params?.protocolVersion;
      return result({
        protocolVersion: versions.find((version) => version === wanted) ?? versions[0],
        capabilities: { tools: { listChanged: false } },
        serverInfo: { name: `local stand-in for ${name}`, version: "1.0.0" },
      });
    }
    case "ping":
      return result({});
    case "tools/list":
      return result({ tools: tools.map(({ run: _, ...tool }) => tool) });
    case "tools/call": {
      const parsed = callParams.safeParse(params);
      const tool = parsed.success ? call(parsed.data.name) : undefined;
      if (!parsed.success || tool === undefined) {
        return error(-32602, `Unknown tool: ${String(params?.name)}`);
      }
      try {
        const value = await tool.run(parsed.data.arguments, parsed.data._meta);
        return result({ content: [{ type: "text", text: JSON.stringify(value) }], isError: false });
      } catch (problem) {
        if (problem instanceof ApiError && problem.status === 403) {
          throw problem;
        }
        return result({ content: [{ type: "text", text: messageOf(problem) }], isError: true });
      }
    }
    default:
      return error(-32601, `Method not found: ${method}`);
  }
}
