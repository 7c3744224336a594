import type { Tree, TreeCursor } from "@lezer/common";

/** A node of the grammar's tree, with its children at hand: one walk over the tree instead of one per question. */
export interface Raw {
  name: string;
  from: number;
  to: number;
  children: readonly Raw[];
}

const none: readonly Raw[] = [];

// Deeper than any program; beyond it the recursion of whoever reads the tree would fail.
const maximumDepth = 400;

/** The whole tree. */
export function rawTree(tree: Tree): Raw {
  return rawOf(tree.cursor(), 0);
}

function rawOf(cursor: TreeCursor, depth: number): Raw {
  const node: Raw = { name: cursor.name, from: cursor.from, to: cursor.to, children: none };
  if (depth < maximumDepth && cursor.firstChild()) {
    const children: Raw[] = [];
    do {
      if (cursor.name !== "Comment" && !cursor.type.isError) children.push(rawOf(cursor, depth + 1));
    } while (cursor.nextSibling());
    cursor.parent();
    node.children = children;
  }
  return node;
}

/** The first child of that name. */
export function childOf(node: Raw, name: string): Raw | undefined {
  return node.children.find((child) => child.name === name);
}
