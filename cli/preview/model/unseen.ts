import type { PreviewDocument } from "../../pulumi/previewDocument.js";
import { parseUrn } from "../../pulumi/urn.js";
import { type Change, ownTypeOf } from "./change.js";
import type { Unseen } from "./report.js";

/**
 * Resources that could not be looked at. A document that came from a file comes without the provider's notes: there, a resource
 * of this package that was read with a warning and shows no difference counts as one of which nobody can tell.
 *
 * @param changes the resources of the document
 * @param mode only a search for drift reads
 */
export function unseenOf(document: PreviewDocument, changes: readonly Change[], mode: "preview" | "drift"): Unseen[] {
  const urns = document.unseen ?? (mode === "drift" ? warnedOf(document, changes) : []);
  return [...new Set(urns)].map((urn) => {
    const { name, type } = parseUrn(urn);
    return { name, type: ownTypeOf(type) ?? type };
  });
}

function warnedOf(document: PreviewDocument, changes: readonly Change[]): string[] {
  const differs = new Set(changes.filter(({ action }) => action !== "same").map(({ urn }) => urn));
  return (document.diagnostics ?? []).flatMap(({ urn, severity }) =>
    urn !== undefined && severity === "warning" && !differs.has(urn) && ownTypeOf(parseUrn(urn).type) !== undefined
      ? [urn]
      : [],
  );
}
