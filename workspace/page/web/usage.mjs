// What served agents used, as the workspace noted it: followed from where it was left.
import { ask } from "./session.mjs";
import { changed } from "./state.mjs";

/** @typedef {import("../../auth/usage.js").UsageEntry} Use */

/** @type {Use[]} */
let uses = [];
let last = 0;
let asking = false;

/** Asks for what is new. @param {number} newest sequence of the workspace's last entry */
export async function followUsage(newest) {
  // A workspace that was started again counts from 1.
  if (newest < last) [uses, last] = [[], 0];
  if (newest === last || asking) return;
  asking = true;
  try {
    const answer = await (await ask(`usage?since=${last}`)).json();
    uses = [...uses, ...answer.entries].slice(-5_000);
    last = answer.last;
    changed();
  } catch {
    // The next look asks again, and says what is wrong.
  } finally {
    asking = false;
  }
}

/** @param {string} model @param {string} version */
export const usesOf = (model, version) => uses.filter(({ agent }) => agent === `${model} version ${version}`);
