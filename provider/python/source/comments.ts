import type { PythonModule } from "./scope.js";

/** One comment line. */
export interface CommentLine {
  /** Offset of its `#`. */
  offset: number;
  /** From the `#` to the end of the line. */
  text: string;
}

/** The comments of a file, line by line; what stands in texts is no comment. */
export function commentLines(module: PythonModule): CommentLine[] {
  const found: CommentLine[] = [];
  const { text, tree } = module.parsed;
  for (const { from, to } of tree.nodes.Comment) {
    // Blank lines and comment lines that follow one are part of its node: the parser is given them as one line.
    let offset = from;
    for (const line of text.slice(from, to).split("\n")) {
      const indent = line.length - line.trimStart().length;
      if (line.startsWith("#", indent)) found.push({ offset: offset + indent, text: line.trim() });
      offset += line.length + 1;
    }
  }
  return found;
}
