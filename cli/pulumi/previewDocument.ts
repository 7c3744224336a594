import { z } from "zod";
import { CliError } from "../preview/errors.js";

/** What `pulumi preview --json` writes (pkg/display/json.go in pulumi): only what is read here, everything else is let through. */
const stateSchema = z.looseObject({
  type: z.string().optional(),
  id: z.string().optional(),
  custom: z.boolean().optional(),
  parent: z.string().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  inputs: z.record(z.string(), z.json()).optional(),
  outputs: z.record(z.string(), z.json()).optional(),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
  initErrors: z.array(z.string()).nullish(),
  stackTrace: z.array(z.looseObject({ sourcePosition: z.string().optional() })).nullish(),
});

const stepSchema = z.looseObject({
  op: z.string(),
  urn: z.string(),
  provider: z.string().optional(),
  oldState: stateSchema.nullish(),
  newState: stateSchema.nullish(),
  diffReasons: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.looseObject({ kind: z.string(), inputDiff: z.boolean().optional() })).nullish(),
});

const documentSchema = z.looseObject({
  config: z.record(z.string(), z.string()).nullish(),
  steps: z.array(stepSchema).nullish(),
  diagnostics: z
    .array(
      z.looseObject({
        urn: z.string().optional(),
        message: z.string().optional(),
        severity: z.string().optional(),
        // Not Pulumi's: whether a policy says it.
        policy: z.boolean().optional(),
      }),
    )
    .nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
  // Not Pulumi's: URNs of what the provider could not look at, where it was asked to note them.
  unseen: z.array(z.string()).optional(),
});

/** State of a resource before or after a step. Pulumi has blinded its secrets as `[secret]`. */
export type RecordedState = z.infer<typeof stateSchema>;
/** One step that the engine intends to take. */
export type PreviewStep = z.infer<typeof stepSchema>;
/** A preview as the CLI wrote it. */
export type PreviewDocument = z.infer<typeof documentSchema>;

/** What Pulumi writes in place of a secret. */
export const blinded = "[secret]";

/**
 * The previews in the output of `pulumi preview --json`, which may have other lines before, between and behind.
 *
 * @param text what the CLI wrote; several documents one after the other are fine
 * @param source where it came from, for the message
 * @throws CliError `notAPreview`
 */
export function parsePreviews(text: string, source: string): PreviewDocument[] {
  const documents: PreviewDocument[] = [];
  for (const candidate of jsonObjects(text)) {
    const parsed = documentSchema.safeParse(candidate);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
      throw new CliError("notAPreview", `${source} holds JSON that is not a preview of Pulumi${where}.`);
    }
    const { steps, diagnostics, changeSummary } = parsed.data;
    // A preview of nothing at all is `{}` with a duration; anything else without these is some other JSON.
    if (steps == null && diagnostics == null && changeSummary == null && !("duration" in parsed.data)) continue;
    documents.push(parsed.data);
  }
  if (documents.length > 0) return documents;
  const start = text.trim().slice(0, 120).replace(/\s+/g, " ");
  const seen = start === "" ? "it is empty" : `it begins with: ${start}`;
  throw new CliError("notAPreview", `${source} is not the output of \`pulumi preview --json\`: ${seen}`);
}

/** Every JSON object that begins at the start of a line. */
function* jsonObjects(text: string): Generator<unknown> {
  const whole = tryParse(text);
  if (whole !== undefined) {
    yield* Array.isArray(whole) ? whole : [whole];
    return;
  }
  const lines = text.split("\n");
  for (let first = 0; first < lines.length; first++) {
    const line = lines[first]?.trimEnd() ?? "";
    if (line !== "{" && !line.startsWith("{")) continue;
    const end = line === "{" ? lines.findIndex((each, index) => index > first && each.trimEnd() === "}") : first;
    if (end < 0) return;
    const value = tryParse(lines.slice(first, end + 1).join("\n"));
    if (value !== undefined) yield value;
    first = end;
  }
}

function tryParse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
