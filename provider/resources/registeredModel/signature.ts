import { AgentsError } from "../../errors.js";
import { readModelFile } from "../../modelPackage/readModelFile.js";
import { versionDependencies } from "../../policy/dependencies.js";
import { policyFromDocuments } from "../../policy/document.js";

/**
 * What an MLmodel file says that a version depends on.
 *
 * @param text MLmodel
 * @param what the model, for the message
 * @throws AgentsError `invalidAgent` without a full signature, which Unity Catalog demands
 */
export function dependenciesOf(text: string, what: string): { type: string; name: string }[] {
  const file = readModelFile(text);
  if (file.signature?.inputs === undefined || file.signature.outputs === undefined) {
    throw new AgentsError(
      "invalidAgent",
      `${what} has no full signature, which Unity Catalog demands. ${signatureAdvice}`,
      {
        path: "agent",
      },
    );
  }
  return versionDependencies(policyFromDocuments(file).systemResources);
}

/** The way out. */
export const signatureAdvice =
  "Give the LoggedAgent a `signature` with inputs and outputs, or annotate what `predict` takes and returns.";
