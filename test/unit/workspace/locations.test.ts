import { describe, expect, it } from "vitest";
import { artifactPath, mapStrings, toDatabricks, toMlflow } from "../../../workspace/mlflow/locations.js";

describe("artifact locations", () => {
  it.each([
    ["mlflow-artifacts:/1", "dbfs:/databricks/mlflow-tracking/1"],
    ["mlflow-artifacts:/1/models/m-2/artifacts", "dbfs:/databricks/mlflow-tracking/1/logged_models/m-2/artifacts"],
    ["mlflow-artifacts:/1/traces/tr-3/artifacts", "dbfs:/databricks/mlflow-tracking/1/tr-3/artifacts"],
    ["mlflow-artifacts:/1/0a1b/artifacts/x", "dbfs:/databricks/mlflow-tracking/1/0a1b/artifacts/x"],
  ])("%s is %s and back", (mlflow, databricks) => {
    expect(toDatabricks(mlflow)).toBe(databricks);
    expect(toMlflow(databricks)).toBe(mlflow);
  });

  it("leaves everything else alone", () => {
    for (const other of ["s3://bucket/x", "text about mlflow-artifacts:/1", "", "mlflow-artifacts:/Models/a/b/c/1"]) {
      expect(toDatabricks(other)).toBe(other);
    }
  });

  it("maps strings at any depth", () => {
    const value = { a: [{ uri: "mlflow-artifacts:/1" }], n: 1, none: null };
    expect(mapStrings(value, toDatabricks)).toEqual({
      a: [{ uri: "dbfs:/databricks/mlflow-tracking/1" }],
      n: 1,
      none: null,
    });
  });
});

describe("paths of the Files API", () => {
  it.each([
    ["/WorkspaceInternal/Mlflow/Artifacts/1/LoggedModels/m-2/artifacts/a/b.py", "1/models/m-2/artifacts/a/b.py"],
    ["WorkspaceInternal/Mlflow/Artifacts/1/Runs/0a1b/artifacts/a", "1/0a1b/artifacts/a"],
    ["/Models/main/agents/a/1/MLmodel", "Models/main/agents/a/1/MLmodel"],
  ])("%s lies at %s", (path, stored) => {
    expect(artifactPath(path)).toBe(stored);
  });

  it.each([
    "/Volumes/main/a/b/c",
    "/Models/main/agents",
    "/Models/main/agents/a/../../../../1/models/m-2/MLmodel",
    "/WorkspaceInternal/Mlflow/Artifacts/1/Other/x",
    "/WorkspaceInternal/Mlflow/Artifacts/1/LoggedModels",
    "/",
  ])("%s is not served", (path) => {
    expect(artifactPath(path)).toBeUndefined();
  });
});
