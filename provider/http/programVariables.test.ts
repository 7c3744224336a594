import { expect, it } from "vitest";
import { programVariables } from "./programVariables.js";

const basic = `Basic ${Buffer.from("ada:a:b").toString("base64")}`;

it.each([
  ["databricks", "Bearer t", { DATABRICKS_HOST: "https://h", DATABRICKS_TOKEN: "t" }],
  ["mlflow", undefined, { MLFLOW_TRACKING_URI: "https://h" }],
  ["mlflow", "Bearer t", { MLFLOW_TRACKING_URI: "https://h", MLFLOW_TRACKING_TOKEN: "t" }],
  [
    "mlflow",
    basic,
    { MLFLOW_TRACKING_URI: "https://h", MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "a:b" },
  ],
] as const)("a program is given what %s clients read, for %j", (kind, authorization, variables) => {
  const headers = authorization === undefined ? {} : { authorization };
  expect(programVariables({ kind, host: "https://h" }, headers)).toEqual(variables);
});
