import { createHash, randomBytes } from "node:crypto";
import { appendFile, chmod, link, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { folderWith, planOf, smallAgent } from "../../test/conformance/folder.js";
import { packageFiles } from "./packageFiles.js";
import { readModelFile } from "./readModelFile.js";
import type { PackageFile } from "./types.js";

const stamp = {
  modelId: "m-1",
  runId: "r-1",
  artifactPath: "mlflow-artifacts:/1/models/m-1/artifacts",
  time: new Date(0),
};

async function filesOf(content: string | Buffer): Promise<{ folder: string; files: PackageFile[] }> {
  const folder = await folderWith({ "agent.py": smallAgent, "data/big.bin": content });
  return { folder, files: packageFiles(await planOf(folder, { artifacts: { big: "data/big.bin" } }), stamp) };
}

function find(files: PackageFile[], name: string): PackageFile {
  const file = files.find((item) => item.path === name);
  if (file === undefined) throw new Error(name);
  return file;
}

test("the directory holds every file of a model, each as long and with the digest it says", async () => {
  const { files } = await filesOf(randomBytes(1_000_000));
  expect(files.map((file) => file.path)).toEqual([
    "MLmodel",
    "agent.py",
    "artifacts/big.bin",
    "conda.yaml",
    "input_example.json",
    "python_env.yaml",
    "requirements.txt",
    "serving_input_example.json",
  ]);
  for (const file of files) {
    const content = await buffer(file.open());
    expect(content.length).toBe(file.size);
    expect(createHash("sha256").update(content).digest("hex")).toBe(file.sha256);
  }
});

test("a file can be opened again, for a retry", async () => {
  const { files } = await filesOf("again");
  const file = find(files, "artifacts/big.bin");
  expect((await buffer(file.open())).toString()).toBe("again");
  expect((await buffer(file.open())).toString()).toBe("again");
});

test("an empty file is a file", async () => {
  const { files } = await filesOf("");
  expect((await buffer(find(files, "artifacts/big.bin").open())).length).toBe(0);
});

test("MLmodel carries the ids, and the time in UTC", async () => {
  const { files } = await filesOf("x");
  const text = (await buffer(find(files, "MLmodel").open())).toString();
  expect(readModelFile(text)).toMatchObject({ modelId: "m-1", runId: "r-1", artifactPath: stamp.artifactPath });
  expect(text).toContain("1970-01-01 00:00:00.000000");
});

const tampering: Record<string, (file: string) => Promise<void>> = {
  grown: (file) => appendFile(file, "more"),
  cut: (file) => truncate(file, 10),
  gone: (file) => rm(file),
  "another of the same size": (file) => writeFile(file, "b".repeat(600_000)),
  "different in its last byte": (file) => writeFile(file, `${"a".repeat(599_999)}b`),
  "a link by now": async (file) => {
    await rename(file, `${file}.moved`);
    await symlink(`${file}.moved`, file);
  },
};

for (const [what, tamper] of Object.entries(tampering)) {
  test(`a planned file that is ${what} is never uploaded as if it were right`, async () => {
    const { folder, files } = await filesOf("a".repeat(600_000));
    await tamper(path.join(folder, "data/big.bin"));
    const file = find(files, "artifacts/big.bin");
    await expect(buffer(file.open())).rejects.toMatchObject({
      code: "fileRefused",
      message: expect.stringContaining('"data/big.bin" changed while it was uploaded. Run again'),
    });
  });
}

test("a file that changes while it is read fails before its last piece", async () => {
  const { folder, files } = await filesOf("a".repeat(3_000_000));
  const file = find(files, "artifacts/big.bin");
  let received = 0;
  const reading = (async () => {
    for await (const piece of file.open()) {
      received += (piece as Buffer).length;
      await writeFile(path.join(folder, "data/big.bin"), "b".repeat(3_000_000));
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: "fileRefused" });
  expect(received).toBeLessThan(3_000_000);
});

test("an artifact of many megabytes is streamed, not held", async () => {
  const { files } = await filesOf(Buffer.alloc(64 * 1024 * 1024, 7));
  let largest = 0;
  for await (const piece of find(files, "artifacts/big.bin").open())
    largest = Math.max(largest, (piece as Buffer).length);
  expect(largest).toBeLessThanOrEqual(1024 * 1024);
});

/** Files whose metadata counts as proof: they were left alone for long before they were planned. */
async function quietFilesOf(content: string | Buffer): Promise<{ folder: string; files: PackageFile[] }> {
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  try {
    return await filesOf(content);
  } finally {
    clock.mockRestore();
    // A file system's clock ticks some hundred times a second.
    await sleep(50);
  }
}

test("parts of a file make up the whole", async () => {
  const content = randomBytes(1_300_000);
  for (const { files } of [await quietFilesOf(content), await filesOf(content)]) {
    const file = find(files, "artifacts/big.bin");
    const bounds = [0, 1, 600_000, 600_000, 1_299_999, 1_300_000];
    const parts = bounds.slice(1).map((end, index) => buffer(file.slice(bounds[index] ?? 0, end)));
    expect(Buffer.concat(await Promise.all(parts)).equals(content)).toBe(true);
  }
});

test("a part of a generated file is one too", async () => {
  const { files } = await filesOf("x");
  const file = find(files, "requirements.txt");
  expect((await buffer(file.slice(1, 6))).toString()).toBe("lflow");
});

for (const [state, make] of Object.entries({ "left alone for long": quietFilesOf, "just written": filesOf })) {
  for (const [what, tamper] of Object.entries(tampering)) {
    test(`a part of a file, ${state} and then ${what}, is never sent as if it were right`, async () => {
      const { folder, files } = await make("a".repeat(600_000));
      await tamper(path.join(folder, "data/big.bin"));
      const part = find(files, "artifacts/big.bin").slice(0, 1_000);
      await expect(buffer(part)).rejects.toMatchObject({ code: "fileRefused" });
    });
  }
}

test("a file left alone for long and written while it is sent fails before its last piece", async () => {
  const content = "a".repeat(3_000_000);
  const { folder, files } = await quietFilesOf(content);
  let received = 0;
  const reading = (async () => {
    for await (const piece of find(files, "artifacts/big.bin").open()) {
      received += (piece as Buffer).length;
      // Where reading has already passed: only the file's times tell.
      await writeFile(path.join(folder, "data/big.bin"), "b", { flag: "r+" });
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: "fileRefused" });
  expect(received).toBeLessThan(3_000_000);
});

test("a file that was touched, linked or made read-only since is still the one that was planned", async () => {
  const content = randomBytes(1_300_000);
  const { folder, files } = await quietFilesOf(content);
  const location = path.join(folder, "data/big.bin");
  await link(location, path.join(folder, "backup.bin"));
  await chmod(location, 0o444);
  await utimes(location, 1, 1);
  const file = find(files, "artifacts/big.bin");
  expect((await buffer(file.open())).equals(content)).toBe(true);
  expect((await buffer(file.slice(5, 700_000))).equals(content.subarray(5, 700_000))).toBe(true);
});
