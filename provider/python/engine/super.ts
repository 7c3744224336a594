import type { Value } from "../values/types.js";
import type { Scope } from "./scope.js";

/** What `super()` is in a method. */
export function superOf({ owner, self }: Scope): Value | undefined {
  return owner === undefined || self === undefined ? undefined : [{ kind: "super", self, after: owner }];
}
