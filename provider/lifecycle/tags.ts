import { z } from "zod";

/** Tags as MLflow and Databricks answer them: a list that may be absent. */
export const tagList = z.array(z.object({ key: z.string(), value: z.string().optional() })).optional();

/** Tags as a map. */
export function tagMap(list: z.infer<typeof tagList>): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ key, value }) => [key, value ?? ""]));
}

/** Tags as a list, sorted by key, so that requests are the same on every run. */
export function tagEntries(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(tags)
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** What turns `old` into `next`: entries to set, keys to remove. */
export function tagChanges(
  old: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): { set: Record<string, string>; remove: string[] } {
  const set = Object.fromEntries(Object.entries(next).filter(([key, value]) => old[key] !== value));
  return { set, remove: Object.keys(old).filter((key) => !(key in next)) };
}

/** The entries of `actual` that `declared` names: what others have added is not a difference of ours. */
export function declaredOnly(
  declared: Readonly<Record<string, string>>,
  actual: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(actual).filter(([key]) => key in declared));
}
