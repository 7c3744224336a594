import { askCommand } from "../../../cli/ask/index.js";
import { type Seen, send, serve } from "../http/server.js";

/** An answer. */
export interface Said {
  status?: number;
  /** JSON, as a value or a text, or events of a stream. */
  body: unknown;
}

/** What an answer says of its trace. */
export const trace = {
  databricks_output: {
    databricks_request_id: "r1",
    trace: { info: { trace_id: "tr-9", trace_location: { mlflow_experiment: { experiment_id: "12" } } }, data: {} },
  },
};

/** What may be read before it is asked, as text. */
export interface Tells {
  mlmodel?: string;
  code?: string;
  /** The endpoint's schema. */
  openapi?: string;
  /** Variables of its entities. */
  environment?: Record<string, string>;
}

/** A workspace with one endpoint, `support`, that serves versions 1 and 3; `answer` says what its agent answers. */
export async function workspace(
  task: string,
  answer: (body: Record<string, unknown>, seen: Seen) => Said,
  state: object = {},
  { mlmodel, code, openapi, environment }: Tells = {},
) {
  const server = await serve((seen, response) => {
    if (seen.url === "/api/2.0/serving-endpoints")
      return send(response, 200, { endpoints: [{ name: "support" }, { name: "billing" }] });
    if (seen.url === "/_local/users")
      return send(response, 200, { users: [{ name: "ann@localhost", token: "ann-token" }] });
    if (seen.url === "/api/2.0/serving-endpoints/support") {
      const served_entities = ["1", "3"].map((version) => ({
        name: `support_${version}`,
        entity_name: "m.s.a",
        entity_version: version,
        environment_vars: environment,
      }));
      return send(response, 200, {
        name: "support",
        task,
        state: { ready: "READY", config_update: "NOT_UPDATING", ...state },
        config: { served_entities },
      });
    }
    const texts = { MLmodel: mlmodel, "agent.py": code, openapi };
    const told = Object.entries(texts).find(([name, text]) => seen.url.endsWith(`/${name}`) && text !== undefined);
    if (told !== undefined) {
      response.writeHead(200, { "content-type": "text/plain" });
      return response.end(told[1]);
    }
    if (!seen.url.endsWith("/invocations"))
      return send(response, 404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no such endpoint" });
    const { status = 200, body } = answer(JSON.parse(seen.body), seen);
    if (!Array.isArray(body)) return send(response, status, body);
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of body) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  return server;
}

/** Runs the command against it. */
export async function ask(server: { origin: string }, ...args: string[]) {
  let [out, err] = ["", ""];
  const env = { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: "owner-token", PATH: "", HOME: "/nonexistent" };
  const code = await askCommand(args, {
    env,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

/** The bodies that the agent was sent. */
export const questions = ({ seen }: { seen: Seen[] }) =>
  seen.filter(({ url }) => url.endsWith("/invocations")).map(({ body }) => JSON.parse(body));
