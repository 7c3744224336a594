import type { Rule } from "../types.js";
import { writtenDeeds } from "./deeds.js";

/** The caller's credentials are asked for before there is a caller. */
export const userClient: Rule = {
  code: "user-client-at-import",
  title: "a client of the calling user, built before there is one",
  severity: "error",
  doc:
    "ModelServingUserCredentials stands for the user who asks. While the agent is loaded (at the top of a file, in the " +
    "constructor of the agent, in load_context) nobody asks, so a client built there has no user: it belongs into predict. " +
    "A warning where it is built under a condition.",
  argument: "code",
  *find(check) {
    for (const { file, node } of writtenDeeds(check, check.run.observer.userCredentials)) {
      const time = check.loadTimes().of(file.module, node);
      if (time === undefined) continue;
      const way =
        time.through.length === 0 ? "" : ` (through ${time.through.map((name) => `${name}()`).join(", then ")})`;
      const message = `the calling user's credentials are asked for while the agent is loaded${way}, when nobody calls.`;
      const help = "Build the client inside `predict`, for each request.";
      yield { file, from: node.from, to: node.to, message, help, severity: time.certain ? "error" : "warning" };
    }
  },
};
