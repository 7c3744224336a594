import { readDocument } from "../../../provider/modelPackage/readDocument.js";
import { parsePython } from "../../../provider/python/source/parse.js";
import { readModule } from "../../../provider/python/source/scope.js";
import { type ReadUses, readUses } from "../../../provider/uses/index.js";

/** What a text uses that is an agent's only file. */
export function usesOfText(text: string, environment: Record<string, string> = {}): ReturnType<ReadUses> {
  const reading = {
    name: "agent.py",
    path: "agent.py",
    module: readModule(parsePython(text)),
    modules: undefined,
    faults: [],
    unread: [],
    nameOf: (name: string) => name,
    packaged: new Set(["agent.py"]),
    folder: "/nowhere/agent",
    config: undefined,
    document: readDocument,
    requirements: [],
    pythonVersion: "3.12.3",
  };
  return readUses(reading, { environment });
}

/** The same as lines: `servingEndpoint a`, `servingEndpoint a @user`, `servingEndpoint a default of LLM`, `table ? why`. */
export function linesOf(text: string): string[] {
  const { uses, unresolved } = usesOfText(text);
  return [
    ...uses.map(
      ({ kind, name, onBehalfOfUser, defaultOf }) =>
        `${kind} ${name}${onBehalfOfUser ? " @user" : ""}${defaultOf === undefined ? "" : ` default of ${defaultOf}`}`,
    ),
    ...unresolved.map(({ kinds, why, onBehalfOfUser }) => `${kinds.join()} ?${onBehalfOfUser ? " @user" : ""} ${why}`),
  ].sort();
}
