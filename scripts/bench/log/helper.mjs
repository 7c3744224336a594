import { fork } from "node:child_process";
import { at } from "../../lib/paths.mjs";

/**
 * Starts a server of the bench's own in a process of its own; it ends with this one.
 *
 * @param {"sink" | "proxy" | "instant"} name
 * @param {string[]} args
 */
export async function startHelper(name, args) {
  const child = fork(at("scripts/bench/log", `${name}.mjs`), args);
  const next = () =>
    new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("message", resolve);
    });
  const port = await next();
  return {
    url: `http://127.0.0.1:${port}`,
    /** What it has seen since it was asked last: `METHOD path` of each call. */
    async seen() {
      const answer = next();
      child.send("seen");
      return answer;
    },
    async stop() {
      child.disconnect();
    },
  };
}
