import { childrenOf, type PythonModule, sourceOf } from "./scope.js";
import type { SyntaxNode } from "./tree.js";

/** A parameter of a function. */
export interface FunctionParameter {
  name: string;
  /** How it is given: by position alone, by position or name, by name alone, or as what is left over. */
  kind: "positionalOnly" | "positional" | "keywordOnly" | "args" | "kwargs";
  hasDefault: boolean;
}

/** The parameters of a function definition, in order, `self` included. */
export function parametersOf(module: PythonModule, definition: SyntaxNode): FunctionParameter[] {
  const list = definition.getChild("ParamList");
  if (list === null) return [];
  const found: FunctionParameter[] = [];
  let star: "" | "*" | "**" = "";
  let afterStar = false;
  let isDefault = false;
  let end = list.from;
  for (const child of childrenOf(list)) {
    const text = sourceOf(module, child);
    // The grammar has no node for the `/` behind parameters that are given by position alone.
    const between = module.parsed.text.slice(end, child.from).replace(/#.*/g, "");
    if (between.includes("/")) for (const one of found) one.kind = "positionalOnly";
    end = child.to;
    if (child.name === "AssignOp") {
      const last = found.at(-1);
      if (last !== undefined) last.hasDefault = true;
      isDefault = true;
    } else if (text === ",") {
      // A bare `*` is followed by its comma.
      if (star === "*") afterStar = true;
      star = "";
      isDefault = false;
    } else if (text === "*" || text === "**") {
      if (!isDefault) star = text;
    } else if (child.name === "VariableName" && !isDefault) {
      const kind = star === "*" ? "args" : star === "**" ? "kwargs" : afterStar ? "keywordOnly" : "positional";
      found.push({ name: text, kind, hasDefault: false });
      if (star === "*") afterStar = true;
      star = "";
    }
  }
  return found;
}
