import { type Change, isBlinded, listOf, mapOf, type Properties } from "./change.js";
import { entriesOf, leaves, secretPaths } from "./entries.js";
import type { Entry, SecurityItem } from "./report.js";
import { isSecretReference, looksLikeCredential, shownText } from "./shown.js";

/** Environment variables of an endpoint by name; those of one served entity carry its name in front. */
export function environmentOf(properties: Properties | undefined): Properties {
  const variables: Properties = { ...mapOf(properties?.environment) };
  for (const [index, entity] of listOf(properties?.servedEntities).entries()) {
    const { name, environment } = mapOf(entity);
    for (const [key, value] of Object.entries(mapOf(environment))) variables[`${String(name ?? index)}/${key}`] = value;
  }
  return variables;
}

/** Environment variables that differ. */
export function environmentEntries(change: Change): Entry[] {
  const plain = (name: string) => name.replace(/^"(.*)"$/, "$1");
  const secretly = secretPaths(change, "environment");
  for (const path of secretPaths(change, "servedEntities")) {
    const [index, , key] = path.split(".");
    const entity = mapOf(listOf(change.after?.servedEntities)[Number(index)]);
    if (key !== undefined) secretly.add(JSON.stringify(`${String(entity.name ?? index)}/${key}`));
  }
  return entriesOf(environmentOf(change.before), environmentOf(change.after), secretly).map((entry) => ({
    ...entry,
    name: plain(entry.name),
  }));
}

const isSecret = (value: unknown) => isBlinded(value) || isSecretReference(value);

/** What happens to secrets, and credentials that stand in plain text. Names only, never a value. */
export function credentialItems(changes: readonly Change[]): SecurityItem[] {
  return changes.flatMap((change) => {
    if (change.action === "delete") return [];
    if (change.action === "same") return exposedItems(change);
    return [...environmentItems(change), ...plainItems(change)];
  });
}

function environmentItems(change: Change): SecurityItem[] {
  if (change.kind !== "ServingEndpoint") return [];
  const [before, after] = [environmentOf(change.before), environmentOf(change.after)];
  return environmentEntries(change).flatMap(({ name }): SecurityItem[] => {
    const [was, is] = [before[name], after[name]];
    const item = (kind: SecurityItem["kind"], consequence: string): SecurityItem[] => [
      { kind, what: shownText(name, 120), who: [change.name], consequence },
    ];
    if (isSecret(was) && isSecret(is)) {
      return item(
        "secretChanged",
        "The endpoint restarts with another secret; the old value stays valid until it is revoked.",
      );
    }
    if (isSecret(was) && is !== undefined) {
      return item("secretExposed", exposure);
    }
    if (isSecret(was)) return item("secretRemoved", "The agent no longer gets this secret.");
    if (isSecret(is)) return item("secretAdded", "The agent's code can read this secret.");
    return [];
  });
}

/** Pulumi sees no difference in a secret that becomes plain text with the same value, yet the state then shows it. */
function exposedItems(change: Change): SecurityItem[] {
  const [before, after] = [leaves(environmentOf(change.before)), leaves(environmentOf(change.after))];
  return [...before].flatMap(([path, { value }]): SecurityItem[] => {
    const next = after.get(path)?.value;
    if (!isBlinded(value) || next === undefined || isSecret(next)) return [];
    const what = shownText(path.replace(/^"(.*)"$/, "$1"), 120);
    return [{ kind: "secretExposed", what, who: [change.name], consequence: exposure }];
  });
}

const exposure =
  "It was a secret and becomes plain text, readable in the state and by everybody who may view the endpoint.";

/** Places where a program may put a credential by mistake. */
const places = ["environment", "servedEntities", "modelConfig", "tags", "params", "metadata"] as const;

function plainItems(change: Change): SecurityItem[] {
  if (change.kind === "other") return [];
  const found: SecurityItem[] = [];
  for (const place of places) {
    const given = change.after?.[place];
    const values =
      place === "environment" ? environmentOf(change.after) : place === "servedEntities" ? {} : mapOf(given);
    for (const [path, { key, value }] of leaves(values)) {
      const name = key.split("/").at(-1) ?? key;
      if (!looksLikeCredential(name, value)) continue;
      found.push({
        kind: "plainTextCredential",
        what: shownText(place === "environment" ? path.replace(/^"(.*)"$/, "$1") : `${place}.${path}`, 120),
        who: [change.name],
        consequence: plainConsequence(place),
      });
    }
  }
  return found;
}

function plainConsequence(place: (typeof places)[number]): string {
  const remedy = "Use a Pulumi secret or {{secrets/scope/key}}.";
  return place === "environment"
    ? `It looks like a credential in plain text: it is readable in the state and by everybody who may view the endpoint. ${remedy}`
    : `It looks like a credential in plain text: it is stored with the model, for everybody who may read it. ${remedy}`;
}
