import type { Resource } from "../../../../provider/resource.js";
import { FakeWorkspace } from "../../../support/fakeWorkspace.js";
import { type Declaration, Engine } from "./engine.js";

/** One resource of a program in a workspace in memory. */
export function stackOf(
  // biome-ignore lint/suspicious/noExplicitAny: it runs any resource.
  resource: Resource<any, any>,
  declaration: Declaration = {},
  workspace = new FakeWorkspace(),
): { engine: Engine; workspace: FakeWorkspace } {
  const engine = new Engine(
    resource,
    async () => workspace,
    declaration,
    () => workspace.dead,
  );
  return { engine, workspace };
}
