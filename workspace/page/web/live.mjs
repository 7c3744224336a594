// Follows the workspace: asks for the summary, which costs next to nothing where nothing changed, and not at all while
// nobody looks.
import { ask, Refused } from "./session.mjs";
import { changed, state } from "./state.mjs";

/** Milliseconds between two looks: while something is under way, else, and while there is no answer. */
const pace = { busy: 700, calm: 2_000, away: 3_000 };

let etag = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let looking = false;
/** @type {(() => void)[]} */
const followers = [];

/** @param {() => void} follower is called after each look */
export function onLook(follower) {
  followers.push(follower);
}

/** Looks now, and from then on. */
export async function look() {
  clearTimeout(timer);
  if (looking) return;
  looking = true;
  try {
    const answer = await ask("summary", etag === "" ? {} : { headers: { "if-none-match": etag } });
    if (answer.status !== 304) {
      state.summary = await answer.json();
      etag = answer.headers.get("etag") ?? "";
      changed();
    }
    if (state.trouble !== "" || state.closed !== undefined) {
      state.trouble = "";
      state.closed = undefined;
      changed();
    }
    for (const follower of followers) follower();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) state.closed = state.closed ?? "";
    else state.trouble = error instanceof Error ? error.message : String(error);
    changed();
  } finally {
    looking = false;
  }
  if (!document.hidden) timer = setTimeout(look, wait());
}

function wait() {
  if (state.trouble !== "" || state.closed !== undefined) return pace.away;
  const busy = state.summary?.endpoints.some((endpoint) => endpoint.update === "IN_PROGRESS");
  return busy ? pace.busy : pace.calm;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else void look();
});
