import { spawnSync } from "node:child_process";
import { Agent, request } from "node:http";

/** How long a process of Node takes that does nothing, in milliseconds. */
export function nodeStart() {
  const begin = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - begin;
}

/** Files of a tiny agent, and about how long each is. */
const files = [
  ["MLmodel", 4_000],
  ["agent.py", 500],
  ["conda.yaml", 150],
  ["input_example.json", 60],
  ["python_env.yaml", 120],
  ["requirements.txt", 20],
  ["serving_input_example.json", 80],
];

/**
 * The calls that log a tiny agent, with nothing done between them but what the next one needs: what the server takes for them
 * whoever makes them in this order.
 *
 * @param {string} url of the MLflow server
 */
export function bareCalls(url) {
  const agent = new Agent({ keepAlive: true });
  const call = (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const sent = request(`${url}/api/2.0/${path}`, { method, agent, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece) => {
          text += piece;
        });
        answer.on("end", () => (answer.statusCode < 300 ? resolve(text) : reject(new Error(`${path}: ${text}`))));
      });
      sent.on("error", reject);
      sent.end(typeof body === "object" ? JSON.stringify(body) : body);
    });
  const experiments = (name) => `mlflow/experiments/get-by-name?experiment_name=${name}`;
  return {
    /** @returns {Promise<number>} milliseconds */
    async log(experiment) {
      const id = JSON.parse(await call("GET", experiments(experiment))).experiment.experiment_id;
      const wanted = { experiment_ids: [id], filter: "name = 'agent'", max_results: 50 };
      const order = { order_by: [{ field_name: "creation_timestamp", ascending: false }] };
      const begin = performance.now();
      await Promise.all([
        call("GET", experiments(experiment)),
        call("POST", "mlflow/logged-models/search", { ...wanted, ...order }),
      ]);
      const tags = ["project", "stack", "urn", "digest"].map((key) => ({ key, value: `bare-${Math.random()}` }));
      const made = await call("POST", "mlflow/logged-models", { experiment_id: id, name: "agent", tags });
      const { model_id, artifact_uri } = JSON.parse(made).model.info;
      const folder = artifact_uri.replace("mlflow-artifacts:/", "mlflow-artifacts/artifacts/");
      await Promise.all(files.map(([name, length]) => call("PUT", `${folder}/${name}`, "x".repeat(length))));
      await call("PATCH", `mlflow/logged-models/${model_id}`, { model_id, status: "LOGGED_MODEL_READY" });
      return performance.now() - begin;
    },
    end: () => agent.destroy(),
  };
}
