import type { Value as Document } from "../documents/values.js";

/** Formats of documents that code opens. */
export type DocumentFormat = "yaml" | "json" | "toml";

/** Reads files that lie beside the agent's, for configurations that the code opens itself. */
export interface FileReader {
  /**
   * The text of a file, or undefined where there is none that may be read.
   *
   * @param path as the code writes it: from the working directory, or from the user's folder (`rootedPath`)
   */
  text(path: string): string | undefined;
  /** What is in the text of a document; undefined where it is none of that format. */
  document(text: string, format: DocumentFormat): Document | undefined;
}
