import { sha256 } from "./digest.js";
import { modelText } from "./mlmodel.js";
import { contentStream, SourceContent } from "./sourceContent.js";
import { compareText } from "./text.js";
import type { PackageFile, PackagePlan, PackageStamp, SourceFile } from "./types.js";

/**
 * The files of the model directory, MLmodel among them, sorted by path. Nothing is read yet.
 *
 * @param plan what goes in
 * @param stamp ids and time of this logging
 */
export function packageFiles(plan: PackagePlan, stamp: PackageStamp): PackageFile[] {
  const texts = { ...plan.generated, MLmodel: modelText(plan.document, plan.mlflowVersion, plan.digest, stamp) };
  const generated = Object.entries(texts).map(([path, text]) => generatedFile(path, Buffer.from(text, "utf8")));
  return [...generated, ...plan.sources.map(copiedFile)].sort((a, b) => compareText(a.path, b.path));
}

function generatedFile(path: string, content: Buffer): PackageFile {
  const slice = (start: number, end: number) =>
    contentStream(async function* () {
      yield content.subarray(start, end);
    });
  return { path, size: content.length, sha256: sha256(content), open: () => slice(0, content.length), slice };
}

function copiedFile(source: SourceFile): PackageFile {
  const { path, size, sha256 } = source;
  const content = new SourceContent(source);
  return {
    path,
    size,
    sha256,
    open: () => content.stream(0, size),
    slice: (start, end) => content.stream(start, end),
  };
}
