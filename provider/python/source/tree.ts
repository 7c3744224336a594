import { type Tree, TreeBuffer } from "@lezer/common";

const none: readonly SyntaxNode[] = [];

/** What the grammar calls what it does not know. */
export const errorName = "⚠";

// Deeper than any program; beyond it the recursion of whoever reads the tree would fail.
const maximumDepth = 400;

/**
 * A node of a file's syntax tree. Made once for the whole file: the grammar's own nodes are made anew each time somebody
 * asks, and checks and uses ask for each of them several times.
 */
export class SyntaxNode {
  /** Every child in order, tokens such as `(` among them. */
  all: readonly SyntaxNode[] = none;
  /** Those that mean something: without comments and what the grammar does not know. None where it nests too deeply. */
  children: readonly SyntaxNode[] = none;

  /**
   * @param name what it is, in the grammar's words: `CallExpression`
   * @param from offset in the text where it begins
   * @param to offset where it ends
   * @param parent the node around it; null for the file
   * @param index its place among the parent's children
   */
  constructor(
    readonly name: string,
    readonly from: number,
    readonly to: number,
    readonly parent: SyntaxNode | null,
    private readonly index: number,
  ) {}

  /** The first child, or null. */
  get firstChild(): SyntaxNode | null {
    return this.all[0] ?? null;
  }

  /** The last child, or null. */
  get lastChild(): SyntaxNode | null {
    return this.all[this.all.length - 1] ?? null;
  }

  /** The next child of the same parent, or null. */
  get nextSibling(): SyntaxNode | null {
    return this.parent?.all[this.index + 1] ?? null;
  }

  /** The child before it of the same parent, or null. */
  get prevSibling(): SyntaxNode | null {
    return this.parent?.all[this.index - 1] ?? null;
  }

  /** The first child of that name, or null. */
  getChild(name: string): SyntaxNode | null {
    for (const child of this.all) if (child.name === name) return child;
    return null;
  }
}

/** Kinds of nodes that most questions begin with: they are found while the tree is made. */
const listed = [
  "CallExpression",
  "Comment",
  "FormatString",
  "ImportStatement",
  "MemberExpression",
  "PrintStatement",
  "String",
  errorName,
] as const;

/** One of the kinds of nodes that are listed. */
export type ListedKind = (typeof listed)[number];

/** The syntax tree of a file. */
export interface SyntaxTree {
  /** The file. */
  topNode: SyntaxNode;
  /** Every node of a kind, in order. */
  nodes: Readonly<Record<ListedKind, readonly SyntaxNode[]>>;
}

/** A tree of the grammar with all its nodes made. */
export function syntaxTree(tree: Tree): SyntaxTree {
  const nodes: Record<ListedKind, SyntaxNode[]> = {
    CallExpression: [],
    Comment: [],
    FormatString: [],
    ImportStatement: [],
    MemberExpression: [],
    PrintStatement: [],
    String: [],
    [errorName]: [],
  };
  const topNode = new SyntaxNode(tree.type.name, 0, tree.length, null, 0);
  new Builder(nodes).fill(topNode, tree);
  return { topNode, nodes };
}

/** A node whose children are being added. */
interface Open {
  node: SyntaxNode;
  all: SyntaxNode[];
  /** Whether one of them means nothing. */
  silent: boolean;
}

/**
 * Takes over what the grammar's parser made: trees, whose nodes of no name only group their children, and buffers of four
 * numbers a node. Without recursion, because a file may nest deeper than the stack reaches.
 */
class Builder {
  constructor(private readonly nodes: Record<string, SyntaxNode[]>) {}

  /** Gives the node of a whole tree its children. */
  fill(top: SyntaxNode, whole: Tree): void {
    let frame = { tree: whole, start: 0, next: 0, open: { node: top, all: [], silent: false } as Open, depth: 0 };
    const outer: (typeof frame)[] = [];
    for (;;) {
      const { tree, start, open, depth } = frame;
      const child = tree.children[frame.next];
      if (child === undefined) {
        const around = outer.pop();
        if (around?.open !== open) give(open, depth);
        if (around === undefined) return;
        frame = around;
        continue;
      }
      const at = start + (tree.positions[frame.next] ?? 0);
      frame.next += 1;
      if (child instanceof TreeBuffer) this.addBuffer(child, at, open, depth);
      else {
        outer.push(frame);
        const named = !child.type.isAnonymous;
        const inner = named
          ? { node: this.make(child.type.name, at, at + child.length, open), all: [], silent: false }
          : open;
        frame = { tree: child, start: at, next: 0, open: inner, depth: named ? depth + 1 : depth };
      }
    }
  }

  /** Adds the nodes of a buffer: each says where the nodes end that follow it and lie in it. */
  private addBuffer({ buffer, set }: TreeBuffer, start: number, around: Open, depth: number): void {
    const outer: Open[] = [];
    const ends: number[] = [];
    let open = around;
    let end = buffer.length;
    for (let index = 0; ; index += 4) {
      while (index >= end) {
        const left = outer.pop();
        if (left === undefined) return;
        give(open, depth + outer.length + 1);
        open = left;
        end = ends.pop() ?? buffer.length;
      }
      const type = set.types[buffer[index] ?? 0];
      // A node of no name only groups what follows.
      if (type === undefined || type.isAnonymous) continue;
      const node = this.make(type.name, start + (buffer[index + 1] ?? 0), start + (buffer[index + 2] ?? 0), open);
      const last = buffer[index + 3] ?? end;
      if (last === index + 4) continue;
      outer.push(open);
      ends.push(end);
      open = { node, all: [], silent: false };
      end = last;
    }
  }

  private make(name: string, from: number, to: number, open: Open): SyntaxNode {
    const { all } = open;
    const node = new SyntaxNode(name, from, to, open.node, all.length);
    all.push(node);
    if (name === "Comment" || name === errorName) open.silent = true;
    this.nodes[name]?.push(node);
    return node;
  }
}

function give({ node, all, silent }: Open, depth: number): void {
  if (all.length === 0) return;
  // A list that grew has room for more: many small ones are kept.
  node.all = all.slice();
  if (depth < maximumDepth)
    node.children = silent ? all.filter(({ name }) => name !== "Comment" && name !== errorName) : node.all;
}

/**
 * Shows a node and everything below it, in order.
 *
 * @param top where to begin
 * @param visit false keeps what is below a node out
 */
export function walk(top: SyntaxNode, visit: (node: SyntaxNode) => unknown): void {
  let node: SyntaxNode | null = top;
  while (node !== null) {
    const first: SyntaxNode | null = visit(node) === false ? null : node.firstChild;
    let next: SyntaxNode | null = first;
    while (next === null && node !== null && node !== top) {
      next = node.nextSibling;
      if (next === null) node = node.parent;
    }
    node = next;
  }
}
