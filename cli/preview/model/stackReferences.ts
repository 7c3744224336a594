import type { PreviewDocument } from "../../pulumi/previewDocument.js";
import { parseUrn } from "../../pulumi/urn.js";
import type { StackReport } from "./report.js";
import { shownText } from "./shown.js";

/** The stacks whose outputs a program reads by stack references, as `project/stack`, each once. */
export function referencesOf(document: PreviewDocument): string[] {
  const names = (document.steps ?? []).flatMap(({ urn, newState, oldState }) => {
    const { type, project } = parseUrn(urn);
    if (type !== "pulumi:pulumi:StackReference") return [];
    const name = (newState ?? oldState)?.inputs?.name;
    if (typeof name !== "string") return [];
    // `organization/project/stack`, `project/stack` or `stack`.
    const [stack = "", of = project] = name.split("/").reverse();
    return [shownText(`${of}/${stack}`, 200)];
  });
  return [...new Set(names)];
}

/**
 * The reports with what follows from one another: a stack that reads the outputs of one that changes shows nothing of it in
 * its own preview, because those outputs are of the last update.
 */
export function linked(stacks: readonly StackReport[]): StackReport[] {
  const follows = new Map<StackReport, string[]>(stacks.map((stack) => [stack, []]));
  const nameOf = ({ project, stack }: StackReport) => `${project}/${stack}`;
  const moves = (stack: StackReport) => stack.outcome === "changes" || (follows.get(stack) ?? []).length > 0;
  // As often as there are stacks: a chain is no longer than that.
  for (const _round of stacks) {
    for (const stack of stacks) {
      const before = stacks.filter((other) => other !== stack && stack.reads.includes(nameOf(other)) && moves(other));
      follows.set(
        stack,
        before.map(({ stack: name }) => name),
      );
    }
  }
  return stacks.map((stack) => ({ ...stack, follows: follows.get(stack) ?? [] }));
}
