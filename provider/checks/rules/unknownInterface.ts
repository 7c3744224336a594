import type { Rule } from "../types.js";
import { faultsOf } from "./fault.js";

/** The kind of agent cannot be read. */
export const unknownInterface: Rule = {
  code: "unknown-interface",
  title: "an agent of unknown kind",
  severity: "error",
  doc: "Reading the file does not tell whether the agent is a ResponsesAgent, ChatAgent, ChatModel, PythonModel or LangChain object; the argument `interface` says it.",
  argument: "code",
  fatal: true,
  find: (check) => faultsOf(check, "unknown-interface"),
};
