import { join } from "node:path";
import { z } from "zod";
import type { WorkspacePaths } from "../paths.js";
import { accessControlSchema } from "../serving/records.js";
import { KeptThings } from "./keptThings.js";

/** One entry of an access control list, with the level that its kind of object has. */
export const keptAccess = accessControlSchema.extend({ permission_level: z.string() });

/** {@link keptAccess}, read. */
export type KeptAccess = z.infer<typeof keptAccess>;

/** The access control lists of what MLflow keeps. @throws WorkspaceError `dataFolder` */
export function openAccess({ root }: WorkspacePaths): Promise<KeptThings<KeptAccess[]>> {
  return KeptThings.open(join(root, "permissions.json"), "permissions", z.array(keptAccess));
}
