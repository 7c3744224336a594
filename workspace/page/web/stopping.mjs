// Stops and starts an endpoint.
import { h } from "./dom.mjs";
import { look } from "./live.mjs";
import { failure, quiet } from "./pieces.mjs";
import { ask } from "./session.mjs";
import { changed, say } from "./state.mjs";

/** Why the last press did nothing, by endpoint. @type {Map<string, string>} */
const troubles = new Map();

/** @param {import("../endpoints.js").Endpoint} endpoint */
export function stopControl(endpoint) {
  if (endpoint.standIn || endpoint.entities.length === 0) return [];
  const verb = endpoint.stopped ? "start" : "stop";
  const trouble = troubles.get(endpoint.name);
  return [
    h("h2", { key: "stop or start" }, endpoint.stopped ? "Stopped" : "Stop"),
    quiet(
      endpoint.stopped
        ? "Questions are answered 400. A new configuration starts it, too."
        : "A stopped endpoint keeps its configuration and answers every question with 400.",
    ),
    h(
      "button",
      {
        type: "button",
        disabled: endpoint.update === "IN_PROGRESS",
        onclick: () => void press(endpoint.name, verb),
      },
      endpoint.stopped ? "Start the endpoint" : "Stop the endpoint",
    ),
    trouble !== undefined && failure(trouble),
  ];
}

/** @param {string} name @param {"stop" | "start"} verb */
async function press(name, verb) {
  try {
    await ask(`endpoints/${encodeURIComponent(name)}/${verb}`, { method: "POST" });
    troubles.delete(name);
    say(verb === "stop" ? `${name} is stopped.` : `${name} is starting.`);
    await look();
  } catch (error) {
    troubles.set(name, error instanceof Error ? error.message : String(error));
  }
  changed();
}
