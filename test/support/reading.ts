import type { PackageReading } from "../../provider/agentCode/reading.js";
import { parsePython } from "../../provider/python/source/parse.js";
import { readModule } from "../../provider/python/source/scope.js";

/** A text as an agent's only file. */
export function readingOf(text: string): PackageReading {
  return {
    name: "agent.py",
    path: "agent.py",
    module: readModule(parsePython(text)),
    modules: undefined,
    faults: [],
    unread: [],
    nameOf: (name) => name,
    packaged: new Set(["agent.py"]),
    folder: "/nowhere/agent",
    config: undefined,
    document: () => undefined,
    requirements: [],
    pythonVersion: "3.12.3",
  };
}
