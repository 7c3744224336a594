import type { Problem } from "../../errors.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { entitiesOf } from "./checkEntities.js";
import { type Telemetry, telemetrySchema } from "./settingsSchema.js";

// What Databricks does with telemetry that it cannot apply: it drops it without a word where an endpoint is made, and settings
// that name no place wherever they are sent (databricks/cli, libs/testserver, after its pull request 6106).

/** Telemetry that would be lost in silence. */
export function telemetryProblems(validated: Validated): Problem[] {
  if (!usable(validated, "telemetry")) return [];
  const telemetry = telemetrySchema.optional().safeParse(validated.inputs.telemetry).data;
  if (telemetry === undefined) return [];
  if (telemetry.tables === undefined && telemetry.profileId === undefined) {
    return [
      problem("it needs `tables`, or the `profileId` of a profile that exists: without them Databricks drops it."),
    ];
  }
  const { servedEntities } = validated.inputs;
  const external = entitiesOf(validated).filter(([{ externalModel }]) => externalModel !== undefined);
  // An entity that is not known yet may be a model's.
  if (!Array.isArray(servedEntities) || external.length === 0 || external.length < servedEntities.length) return [];
  return [problem("an endpoint that serves external models only has none: Databricks drops it.")];
}

function problem(message: string): Problem {
  return { code: "invalidArgument", path: "telemetry", message };
}

/** That the table of requests has another name than the program gives it. */
export function telemetryWarnings({ tables, inferenceTable }: Telemetry): string[] {
  const name = tables?.logs === undefined ? undefined : `${tables.logs}_payload`;
  if (name === undefined || inferenceTable === undefined || inferenceTable.name === name) return [];
  return [
    `telemetry.inferenceTable.name: Databricks names the table after the one of logs, "${name}", whatever is given ` +
      `("${inferenceTable.name}"). Name it so, and look there.`,
  ];
}
