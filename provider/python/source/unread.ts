/** Something of an agent's code that was not read: nothing may be concluded from not having seen what it does. */
export interface Unread {
  /** What is imported, as it is written there; the file itself, where it is one that could not be read. */
  module: string;
  /** The user's name of the file that imports it, or of the one that could not be read. */
  file: string;
  /** Path of that file as `LocalModules` has it. */
  path: string;
  /** Line in it, from 1; of an `.ipynb` in its cell. */
  line: number;
  /** Number of the cell, from 1, of an `.ipynb`. */
  cell?: number;
  /** Offset of the import in it; absent where a whole file is meant. */
  from?: number;
  /** Offset where the import ends. */
  to?: number;
  /** Why, in words: `no file and no known package is called so` … */
  why: string;
  /** `nowhere`: an import that leads to nothing that is known. `file`: a file. `computed`: a name that is worked out. */
  kind: "nowhere" | "file" | "computed";
}
