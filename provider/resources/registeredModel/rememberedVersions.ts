import { z } from "zod";

/** A version that this stack has used. */
export interface RememberedVersion {
  /** Its number. */
  version: string;
  /** The first 12 characters of its content's digest. */
  digest: string;
}

const list = z.array(z.object({ version: z.string(), digest: z.string() }));
const map = z.record(z.string(), z.string());

/**
 * Version number to digest, from what the state holds.
 *
 * @param recorded a list; states of the first builds hold a map, which Pulumi shows in the order of its text
 */
export function rememberedVersions(recorded: unknown): Record<string, string> {
  const entries = list.safeParse(recorded);
  if (entries.success) return Object.fromEntries(entries.data.map(({ version, digest }) => [version, digest]));
  return map.safeParse(recorded).data ?? {};
}

/** Version numbers, the newest first. */
export function newestFirst(versions: Readonly<Record<string, string>>): string[] {
  return Object.keys(versions).sort((a, b) => Number(b) - Number(a));
}

/** What the state holds of versions: a list, the newest first. */
export function versionList(versions: Readonly<Record<string, string>>): RememberedVersion[] {
  return newestFirst(versions).map((version) => ({ version, digest: versions[version] ?? "" }));
}
