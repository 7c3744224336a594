import { classFacts, definitionOf } from "../../agentCode/classes.js";
import type { Located, ModuleFinder } from "../../python/source/located.js";
import { childrenOf, sourceOf } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";

/** A field of a Pydantic model. */
export interface PydanticField {
  name: string;
  /** Its annotation, in the file of its class. */
  hint: Located;
  /** Whether it has a default. */
  hasDefault: boolean;
}

const baseModels = new Set(["pydantic.BaseModel", "pydantic.main.BaseModel"]);

/**
 * The fields of a Pydantic model that a type hint names, its bases' first; undefined when the hint names no such class,
 * or one whose bases cannot all be read.
 *
 * @param hint a name and its file
 * @param find finds local modules
 */
export function pydanticFields(hint: Located, find: ModuleFinder): PydanticField[] | undefined {
  const definition = definitionOf(hint, find);
  if (definition?.node.name !== "ClassDefinition") return undefined;
  const { lineage, unknownBases, externalBases } = classFacts(definition, find);
  const known = externalBases.length > 0 && externalBases.every((base) => baseModels.has(base));
  if (!known || externalBases.length !== unknownBases.length) return undefined;
  const fields = new Map<string, PydanticField>();
  for (const part of [...lineage].reverse()) for (const field of ownFields(part)) fields.set(field.name, field);
  return [...fields.values()];
}

function ownFields({ module, node }: Located): PydanticField[] {
  const body = node.getChild("Body");
  const statements = body === null ? [] : childrenOf(body).flatMap(withGroups);
  return statements.flatMap((statement) => {
    const name = statement.name === "AssignStatement" ? statement.getChild("VariableName") : null;
    const hint = statement.getChild("TypeDef")?.lastChild ?? null;
    if (name === null || hint === null || name.from !== statement.from) return [];
    const field = sourceOf(module, name);
    // Pydantic takes neither private names nor class variables for fields.
    const isField = !field.startsWith("_") && !sourceOf(module, hint).includes("ClassVar");
    const hasDefault = statement.getChild("AssignOp") !== null;
    return isField ? [{ name: field, hint: { module, node: hint }, hasDefault }] : [];
  });
}

function withGroups(node: SyntaxNode): readonly SyntaxNode[] {
  return node.name === "StatementGroup" ? childrenOf(node) : [node];
}
