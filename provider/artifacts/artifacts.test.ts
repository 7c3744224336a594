import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { FakeWorkspace } from "../../test/support/fakeWorkspace.js";
import { AgentsError } from "../errors.js";
import type { UploadRequest, Workspace } from "../http/index.js";
import { limiter } from "../http/limiter.js";
import { artifactLocation, copy, type Location, listFiles, modelVersionLocation, readText, upload } from "./index.js";
import { readLoggedModelFile } from "./loggedModel.js";

const options = () => {
  const seen: string[] = [];
  return {
    seen,
    signal: new AbortController().signal,
    progress: (done: number, of: number) => seen.push(`${done}/${of}`),
  };
};
const fileOf = (path: string, text: string) => {
  const content = Buffer.from(text);
  return { path, size: content.length, open: () => Readable.from([content], { objectMode: false }) };
};

describe("where the files of a model lie", () => {
  const model = "m-0123456789abcdef0123456789abcdef";
  const run = "0123456789abcdef0123456789abcdef";
  const owner = (kind: string, id: string, folder = "") => ({ kind, id, folder });

  it.each([
    [
      "dbfs:/databricks/mlflow-tracking/7/logged_models/m-1",
      { api: "files", folder: "WorkspaceInternal/Mlflow/Artifacts/7/LoggedModels/m-1", owner: owner("model", "m-1") },
    ],
    [
      "dbfs:/databricks/mlflow-tracking/7/logged_models/m-1/artifacts/",
      {
        api: "files",
        folder: "WorkspaceInternal/Mlflow/Artifacts/7/LoggedModels/m-1/artifacts",
        owner: owner("model", "m-1"),
      },
    ],
    [
      "dbfs:/databricks/mlflow-tracking/7/run1/artifacts/model",
      {
        api: "files",
        folder: "WorkspaceInternal/Mlflow/Artifacts/7/Runs/run1/artifacts/model",
        owner: owner("run", "run1", "model"),
      },
    ],
    [
      "dbfs:/Volumes/main/ml/files/1/models/m-1/artifacts",
      { api: "files", folder: "Volumes/main/ml/files/1/models/m-1/artifacts" },
    ],
    ["mlflow-artifacts:/7/models/m-1/artifacts", { api: "proxy", folder: "7/models/m-1/artifacts" }],
    ["mlflow-artifacts://host:5000/7/models/m-1", { api: "proxy", folder: "7/models/m-1" }],
    [
      `s3://bucket/deep/7/models/${model}/artifacts`,
      { api: "storage", folder: `s3://bucket/deep/7/models/${model}/artifacts`, owner: owner("model", model) },
    ],
    [
      `wasbs://c@account.blob.core.windows.net/7/${run}/artifacts/model`,
      {
        api: "storage",
        folder: `wasbs://c@account.blob.core.windows.net/7/${run}/artifacts/model`,
        owner: owner("run", run, "model"),
      },
    ],
  ])("%s", (uri, location) => {
    expect(artifactLocation(uri)).toEqual(location);
  });

  it.each(["s3://bucket/x", "file:///tmp/x", "./mlruns/1", "dbfs:/databricks/other"])(
    "%s is out of reach, and the error says what to do",
    (uri) => {
      expect(() => artifactLocation(uri)).toThrow(/only its own machines can reach.*--serve-artifacts/);
    },
  );

  it("of a version of Unity Catalog", () => {
    expect(modelVersionLocation("main.agents.support", "3").folder).toBe("Models/main/agents/support/3");
  });
});

describe.each([
  ["files", "unityCatalog"],
  ["proxy", "mlflow"],
] as const)("files behind the %s API", (api, registry) => {
  const at: Location = { api, folder: "some where/m-1" };

  it("go out, are listed at any depth, and come back", async () => {
    const workspace = new FakeWorkspace(registry);
    const { seen, ...rest } = options();
    const files = [fileOf("MLmodel", "a: 1\n"), fileOf("code/tools/ä b.py", "x"), fileOf("code/empty.py", "")];
    await upload(workspace, at, files, { ...rest });
    expect(seen).toEqual(["1/3", "2/3", "3/3"]);
    expect(await listFiles(workspace, at)).toEqual(["MLmodel", "code/empty.py", "code/tools/ä b.py"]);
    expect(await readText(workspace, at, "MLmodel")).toBe("a: 1\n");
  });

  it("are copied, byte by byte", async () => {
    const workspace = new FakeWorkspace(registry);
    const bytes = "x".repeat(300_000);
    await upload(workspace, at, [fileOf("a/b", bytes), fileOf("c", "1")], options());
    await copy(workspace, at, { api, folder: "to" }, ["a/b", "c"], options());
    expect(await readText(workspace, { api, folder: "to" }, "a/b")).toBe(bytes);
  });

  it("that are too large for a text are not held in memory", async () => {
    const workspace = new FakeWorkspace(registry);
    await upload(workspace, at, [fileOf("MLmodel", "x".repeat(1_000))], options());
    await expect(readText(workspace, at, "MLmodel", 999)).rejects.toThrow(/larger than 999 bytes/);
  });
});

describe("a transfer", () => {
  const at: Location = { api: "files", folder: "m" };

  it("that fails ends only when none of the others is running any more", async () => {
    let running = 0;
    const workspace = {
      concurrency: limiter(4),
      upload: async ({ path }: UploadRequest) => {
        running++;
        await new Promise((resolve) => setTimeout(resolve, path.text.endsWith("bad") ? 1 : 20));
        running--;
        if (path.text.endsWith("bad")) throw new AgentsError("unavailable", "answered 500");
      },
    } as unknown as Workspace;
    const files = ["bad", "b", "c", "d"].map((path) => fileOf(path, "x"));
    await expect(upload(workspace, at, files, options())).rejects.toThrow("answered 500");
    expect(running).toBe(0);
  });

  it("of a copy is read anew for a second try", async () => {
    const inner = new FakeWorkspace();
    await upload(inner, at, [fileOf("a", "content")], options());
    let tries = 0;
    const workspace = {
      concurrency: inner.concurrency,
      download: inner.download.bind(inner),
      upload: async (request: UploadRequest) => {
        // As provider/http does after a broken connection: the stream is opened once for each try.
        request.open().destroy();
        tries++;
        return inner.upload(request);
      },
    } as unknown as Workspace;
    await copy(workspace, at, { api: "files", folder: "to" }, ["a"], options());
    expect(tries).toBe(1);
    expect(inner.files.content.get("to/a")?.toString()).toBe("content");
  });

  it("of a file whose size the server does not tell is refused in words", async () => {
    const inner = new FakeWorkspace();
    await upload(inner, at, [fileOf("a", "content")], options());
    const workspace = {
      concurrency: inner.concurrency,
      download: async (request: never) => {
        const { size: _, ...rest } = await inner.download(request);
        return rest;
      },
    } as unknown as Workspace;
    await expect(copy(workspace, at, at, ["a"], options())).rejects.toThrow(/does not tell the size of a/);
  });
});

describe("a file of a logged model", () => {
  it("that does not exist is undefined; one that may not be read is an error", async () => {
    const workspace = new FakeWorkspace();
    expect(await readLoggedModelFile(workspace, "m-0", "MLmodel")).toBeUndefined();
    workspace.plant(1, "403");
    await expect(readLoggedModelFile(workspace, "m-0", "MLmodel")).rejects.toThrow(/403/);
  });
});
