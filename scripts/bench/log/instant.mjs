// A stand-in for an MLflow server that answers at once and keeps nothing: what is measured against it is the client alone. Tells its
// parent its port, and ends with it.
import { createServer } from "node:http";

let models = 0;

/** A model as MLflow shows one. */
const model = (id, status) => ({
  model: {
    info: {
      model_id: id,
      experiment_id: "1",
      name: "agent",
      artifact_uri: `mlflow-artifacts:/1/models/${id}/artifacts`,
      creation_timestamp_ms: Date.now(),
      status,
      tags: [],
    },
  },
});

function answer(method, path) {
  if (path === "/version") return "3.17.2";
  if (path.endsWith("/experiments/search")) return { experiments: [{ experiment_id: "1" }] };
  if (path.endsWith("/get-by-name")) return { experiment: { experiment_id: "1" } };
  if (path.endsWith("/logged-models/search")) return { models: [] };
  if (method === "POST") return model(`m-${String(++models).padStart(32, "0")}`, "LOGGED_MODEL_PENDING");
  if (method === "PATCH") return model(path.split("/").at(-1), "LOGGED_MODEL_READY");
  return {};
}

const server = createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => {
    const given = answer(request.method, request.url.split("?")[0]);
    const text = typeof given === "string" ? given : JSON.stringify(given);
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.end(text);
  });
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
