import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, expect, it } from "vitest";
import type { Answer, Call } from "../../../workspace/http/route.js";
import { Query } from "../../../workspace/http/target.js";
import { routes } from "../../../workspace/routes/index.js";
import { requireParent } from "../../../workspace/routes/workspaceTree.js";

const tree = mkdtempSync(join(tmpdir(), "mlflow-agents-tree-"));
afterEach(() => rmSync(tree, { recursive: true, force: true }));

/** One call of a route, as far as these routes look at it. */
async function call(method: string, verb: string, path: string): Promise<Answer | undefined> {
  const route = routes.find((one) => one.method === method && one.path === `/api/2.0/workspace/${verb}`);
  const body = method === "GET" ? "" : JSON.stringify({ path });
  const query = new Query(`?path=${encodeURIComponent(path)}`);
  const request = Object.assign(Readable.from([Buffer.from(body)]), { headers: {} });
  return route?.handle({ request, query, params: {}, services: { paths: { tree } } } as unknown as Call);
}

const missing = (folder: string) =>
  expect.objectContaining({
    status: 404,
    errorCode: "RESOURCE_DOES_NOT_EXIST",
    message: expect.stringContaining(folder),
  });

it("an experiment needs its folder, which mkdirs makes with those above it", async () => {
  await expect(requireParent(tree, "/Shared/team/desk/support")).rejects.toEqual(missing("/Shared/team/desk"));
  await expect(call("GET", "get-status", "/Shared/team")).rejects.toEqual(missing("/Shared/team"));
  await call("POST", "mkdirs", "/Shared/team/desk");
  await call("POST", "mkdirs", "/Shared/team/desk");
  await requireParent(tree, "/Shared/team/desk/support");
  await requireParent(tree, "/Workspace/Shared/team/support");
  expect(await call("GET", "get-status", "/Shared/team")).toEqual({
    body: { object_type: "DIRECTORY", path: "/Shared/team" },
  });
});

it("the root, /Shared and every home are there", async () => {
  for (const name of ["/top", "/Shared/x", "/Users/x", "/Users/a@example.com/x", "/Workspace/Shared/x"]) {
    await requireParent(tree, name);
  }
  await expect(requireParent(tree, "/Sharedx/x")).rejects.toEqual(missing("/Sharedx"));
});

it("nothing leads out of the tree", async () => {
  for (const path of ["/Shared/../../x", "/./x", "relative", "/a\0b"]) {
    await expect(call("POST", "mkdirs", path)).rejects.toMatchObject({ status: 400 });
  }
  await call("POST", "mkdirs", "/Shared/%2e%2e\\x");
  await requireParent(tree, "/Shared/%2e%2e\\x/y");
});
