/** A reference must be the whole value, exactly so: anything else reaches the agent as plain text. */
const exact = /^\{\{secrets\/([A-Za-z0-9_.@-]{1,128})\/([A-Za-z0-9_.@-]{1,128})\}\}$/;
/** What somebody writes who means a reference. */
const meant = /\{\{?\s*secrets?\s*\//i;

/** A secret that a workspace keeps. */
export interface SecretReference {
  scope: string;
  key: string;
}

/** What `{{secrets/scope/key}}` refers to, or undefined where a text is no reference. */
export function secretReference(value: string): SecretReference | undefined {
  const [, scope, key] = exact.exec(value) ?? [];
  return scope === undefined || key === undefined ? undefined : { scope, key };
}

/** Whether a text looks like a reference and would not be taken for one. */
export function isBrokenReference(value: string): boolean {
  return value.length < 2_000 && meant.test(value) && secretReference(value) === undefined;
}
