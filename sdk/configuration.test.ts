import { expect, test } from "vitest";
import { configurationKeys } from "../provider/transport/dynamic/settings.js";
import { unknownConfiguration } from "./configuration.js";

test("each key that the provider reads is known", () => {
  const keys = Object.values(configurationKeys).map((key) => `mlflow-agents:${key}`);
  expect(unknownConfiguration([...keys, "other:hots", "project:anything"], "project")).toBeUndefined();
});

test("a key that does not exist is refused with the nearest one, and without its value", () => {
  expect(unknownConfiguration(["mlflow-agents:hots"], "p")).toBe(
    "the stack's configuration has mlflow-agents:hots, which does not exist. Did you mean mlflow-agents:host?",
  );
  expect(unknownConfiguration(["mlflow-agents:tracking_uri"], "p")).toMatch(/Did you mean mlflow-agents:trackingUri\?/);
  expect(unknownConfiguration(["mlflow-agents:clientSecrets"], "p")).toMatch(
    /Did you mean mlflow-agents:clientSecret\?/,
  );
  expect(unknownConfiguration(["mlflow-agents:warehouse"], "p")).toMatch(/There are: host, profile, /);
});

test("a project of that name has keys of its own there", () => {
  expect(unknownConfiguration(["mlflow-agents:hots"], "mlflow-agents")).toBeUndefined();
});
