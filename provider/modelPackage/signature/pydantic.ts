import { lineageOf } from "../../python/engine/lineage.js";
import type { Expression } from "../../python/syntax/ast.js";
import type { PythonClass } from "../../python/values/types.js";

/** A field of a Pydantic model. */
export interface PydanticField {
  name: string;
  /** Its annotation. */
  annotation: Expression;
  /** The class that has it. */
  owner: PythonClass;
  /** Whether it has a default. */
  hasDefault: boolean;
}

const baseModels = new Set(["pydantic.BaseModel", "pydantic.main.BaseModel"]);

/** The fields of a Pydantic model, its bases' first; undefined where a class is none, or its bases cannot all be read. */
export function pydanticFields(of: PythonClass): PydanticField[] | undefined {
  const { own } = lineageOf(of);
  const outside = own.flatMap(({ bases }) => bases.flatMap((base) => ("path" in base ? [base.path] : [])));
  if (outside.length === 0 || !outside.every((base) => baseModels.has(base))) return undefined;
  const fields = new Map<string, PydanticField>();
  for (const owner of [...own].reverse()) {
    for (const [name, { annotation, hasDefault }] of owner.fields) {
      // Pydantic takes neither private names nor class variables for fields.
      const isField = annotation !== undefined && !name.startsWith("_") && !isClassVariable(owner, annotation);
      if (isField) fields.set(name, { name, annotation, owner, hasDefault });
    }
  }
  return [...fields.values()];
}

function isClassVariable({ file }: PythonClass, { from, to }: Expression): boolean {
  return file.text.slice(from, to).includes("ClassVar");
}
