import { z } from "zod";
import { compareText } from "./compareText.js";
import { isOwnTag } from "./ownership.js";

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
    .sort((a, b) => compareText(a.key, b.key));
}

/**
 * What brings the tags of an object to what is declared. Tags that others have set stay.
 *
 * @param actual tags as they are
 * @param wanted tags as they should be
 * @param former tags that the program declared before: those it no longer declares are removed
 */
export function tagChanges(
  actual: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
  former: Readonly<Record<string, string>>,
): { set: Record<string, string>; remove: string[] } {
  const set = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => actual[key] !== value));
  const remove = Object.keys(former).filter((key) => !Object.hasOwn(wanted, key) && Object.hasOwn(actual, key));
  return { set, remove: remove.filter((key) => !isOwnTag(key)) };
}

/** The entries of `actual` that `declared` names: what others have added is not a difference of ours. */
export function declaredOnly(
  declared: Readonly<Record<string, string>>,
  actual: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(actual).filter(([key]) => Object.hasOwn(declared, key)));
}
