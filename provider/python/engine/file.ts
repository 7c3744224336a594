import type { PythonModule } from "../source/scope.js";
import type { Statement } from "../syntax/ast.js";
import type { Frame } from "./frame.js";

/** A Python file of the agent while it is read. */
export interface PythonFile {
  /** The user's name of the file. */
  name: string;
  /** Path inside the model directory. */
  path: string;
  /** Its tree and names. */
  source: PythonModule;
  /** Whether it is read and not packaged. */
  isOutside: boolean;
  /** What is run of it. */
  text: string;
  /** All of it, where what is run is a part: a notebook. */
  whole: string;
  /** Names of its top level. */
  frame: Frame;
  /** Whether it was run. */
  state: "new" | "running" | "done";
  statements(): readonly Statement[];
  /** Offset in the user's file, where the text is only a part of it. */
  offset(at: number): number;
  /** Finds a local file by the module's name, as written in this one. */
  find(module: string): PythonFile | undefined;
  /** Name of the module among the local ones: `tools.search`. */
  module: string;
}
