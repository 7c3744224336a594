import { authPolicyMlflow, type KindName, resourceKinds, userAuthorizationMlflow } from "./kinds.js";

/** What decides which MLflow release a policy needs. */
export interface PolicyParts {
  readonly resources: readonly { kind: KindName; onBehalfOfUser?: boolean | undefined }[];
  readonly scopes: readonly string[];
}

/** A part of a policy, in words, and the first MLflow release that can write it down. */
export interface Since {
  what: string;
  since: string;
}

/** What of a policy needs which MLflow release. */
export function sinceMlflow({ resources, scopes }: PolicyParts): Since[] {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  const forUser = scopes.length > 0 || resources.some(({ onBehalfOfUser }) => onBehalfOfUser === true);
  return [
    ...kinds.map((kind): Since => ({ what: `a ${resourceKinds[kind].label}`, since: resourceKinds[kind].mlflow })),
    ...(forUser ? [{ what: "acting for the calling user", since: userAuthorizationMlflow }] : []),
  ];
}

/** The first MLflow release that can write a whole policy down. */
export function minimumMlflowOf(parts: PolicyParts): string {
  const releases: string[] = [authPolicyMlflow, ...sinceMlflow(parts).map(({ since }) => since)];
  return releases.sort(compareReleases).at(-1) ?? authPolicyMlflow;
}

/** Orders release numbers such as `2.21.0` and `2.9.1`. */
export function compareReleases(left: string, right: string): number {
  const [a, b] = [left.split("."), right.split(".")];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = Number(a[index] ?? 0) - Number(b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
