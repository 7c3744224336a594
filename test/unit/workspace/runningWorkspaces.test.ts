import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { forgetRunning, noteRunning, otherWorkspaces } from "../../../workspace/server/runningWorkspaces.js";
import { send, serve } from "../http/server.js";

test("the workspaces of other folders that answer are named; what ended without a word is forgotten", async () => {
  const folder = mkdtempSync(join(tmpdir(), "running-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const health = await serve((_seen, response) => send(response, 200, { name: "x", pid: process.pid }));
  for (const name of ["here", "there"]) {
    mkdirSync(join(folder, name, "workspace"), { recursive: true });
    const connection = { host: health.origin, token: "t", mlflowUrl: "", pid: process.pid, version: "1" };
    writeFileSync(join(folder, name, "workspace", "connection.json"), JSON.stringify(connection));
    await noteRunning(folder, join(folder, name));
  }
  await noteRunning(folder, join(folder, "killed"));
  writeFileSync(join(folder, "workspaces", "half.json"), "{");
  const others = () => otherWorkspaces(folder, join(folder, "here"));
  expect((await others()).map(({ data }) => data)).toEqual([join(folder, "there")]);
  expect(readdirSync(join(folder, "workspaces"))).toHaveLength(3);
  await forgetRunning(folder, join(folder, "there"));
  expect(await others()).toEqual([]);
});
