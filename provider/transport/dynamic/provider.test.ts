import { expect, it, vi } from "vitest";
import { thingOf } from "../../../test/unit/provider/support/thing.js";

const connect = vi.hoisted(() => vi.fn());
vi.mock("../../http/index.js", async (original) => ({ ...(await original<object>()), connect }));

/** The module anew: the connection is one per process. */
async function fresh() {
  vi.resetModules();
  connect.mockReset();
  return (await import("./provider.js")).dynamicProvider;
}

it("waits for a configuration that comes after the first calls", async () => {
  const dynamicProvider = await fresh();
  connect.mockResolvedValue({ probe: async () => ({}) });
  const provider = dynamicProvider(async () => thingOf());
  let done = false;
  const checking = provider.check({}, { name: "one" }).then((result) => {
    done = true;
    return result;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(done).toBe(false);
  await provider.configure({ config: { get: (key) => (key === "mlflow-agents:host" ? "https://here" : undefined) } });
  expect((await checking).failures).toEqual([]);
  expect(connect).toHaveBeenCalledWith({ host: "https://here" }, process.env);
});

it("connects once for all resources of the process", async () => {
  const dynamicProvider = await fresh();
  connect.mockResolvedValue({ probe: async () => ({}) });
  const providers = [dynamicProvider(async () => thingOf()), dynamicProvider(async () => thingOf())];
  await Promise.all(providers.map((provider) => provider.configure({ config: { get: () => undefined } })));
  await Promise.all(providers.map((provider) => provider.check({}, { name: "one" })));
  expect(connect).toHaveBeenCalledTimes(1);
});

it("loads a resource's code at its first call, and once", async () => {
  const dynamicProvider = await fresh();
  connect.mockResolvedValue({ probe: async () => ({}) });
  const load = vi.fn(async () => thingOf());
  const provider = dynamicProvider(load);
  await provider.configure({ config: { get: () => undefined } });
  expect(load).not.toHaveBeenCalled();
  await Promise.all([provider.check({}, { name: "one" }), provider.diff("one", {}, { name: "one" })]);
  expect(load).toHaveBeenCalledTimes(1);
});

it("reads every setting from the stack's configuration, and an empty one as unset", async () => {
  const { settingsFrom } = await import("./settings.js");
  const given: Record<string, string> = { "mlflow-agents:clientSecret": "s", "mlflow-agents:profile": "" };
  expect(settingsFrom({ get: (key) => given[key] })).toEqual({ clientSecret: "s" });
});
