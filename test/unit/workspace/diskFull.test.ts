import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { hasNoSpace, isDiskFull } from "../../../workspace/server/diskFull.js";
import { EndpointStore } from "../../../workspace/serving/endpointStore.js";
import type { EndpointRecord } from "../../../workspace/serving/records.js";

const fails = vi.hoisted(() => ({ now: false }));
vi.mock(import("../../../workspace/server/atomicFile.js"), async (original) => {
  const real = await original();
  const writeAtomic: typeof real.writeAtomic = (...args) =>
    fails.now ? Promise.reject(new Error("ENOSPC: no space left on device")) : real.writeAtomic(...args);
  return { ...real, writeAtomic };
});

it("knows a full disk by its code, by what programs say, and by the cause of an error", () => {
  const node = Object.assign(new Error("write"), { code: "ENOSPC" });
  expect([node, new Error("x", { cause: node }), new Error("database or disk is full")].map(isDiskFull)).toEqual([
    true,
    true,
    true,
  ]);
  expect([new Error("refused"), "ENOSPC", undefined].map(isDiskFull)).toEqual([false, false, false]);
});

it("finds space on the disk of this test", async () => {
  expect(await hasNoSpace(tmpdir())).toBe(false);
  expect(await hasNoSpace("/no/such/folder")).toBe(false);
});

it("an endpoint that cannot be written is as it was before", async () => {
  const folder = await mkdtemp(join(tmpdir(), "endpoints-"));
  const store = new EndpointStore(join(folder, "endpoints"));
  await store.load(() => undefined);
  const record = (name: string): EndpointRecord => ({
    id: name,
    name,
    creator_kind: "User",
    creator: "u",
    creation_timestamp: 1,
    last_updated_timestamp: 1,
    description: "first",
    route_optimized: false,
    tags: [],
    inference_spans: [],
    permissions: [],
    config: null,
    pending_config: null,
    config_update: "NOT_UPDATING",
    failures: {},
    suspended: false,
    next_config_version: 1,
  });
  const kept = record("kept");
  await store.save(kept);
  // A name that no file system takes stands in for a write that fails.
  const fresh = { ...record("fresh"), id: "x".repeat(300) };
  await expect(store.save(fresh)).rejects.toThrow();
  expect(store.get("fresh")).toBeUndefined();
  kept.description = "second";
  fails.now = true;
  await expect(store.save(kept)).rejects.toThrow("ENOSPC");
  fails.now = false;
  expect(store.get("kept")?.description).toBe("first");
  await rm(folder, { recursive: true });
});
