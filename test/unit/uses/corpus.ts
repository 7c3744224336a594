import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type PackageReading, planPackage } from "../../../provider/modelPackage/index.js";
import { kindNames } from "../../../provider/policy/kinds.js";
import { readUses, type Uses } from "../../../provider/uses/index.js";

const kind = z.enum(kindNames);
const expectation = z.strictObject({
  about: z.string(),
  unusual: z.boolean().optional(),
  code: z.string(),
  codePaths: z.array(z.string()).optional(),
  modelConfig: z.union([z.string(), z.record(z.string(), z.json())]).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  uses: z.array(
    z.strictObject({
      kind,
      name: z.string(),
      onBehalfOfUser: z.boolean().optional(),
      file: z.string(),
      line: z.number(),
    }),
  ),
  unresolved: z.array(z.strictObject({ file: z.string(), line: z.number(), kinds: z.array(kind) })).optional(),
});

/** One agent with what it uses. */
export interface Case {
  name: string;
  folder: string;
  expected: z.infer<typeof expectation>;
}

/** All agents of the corpus in a folder. */
export function corpusCases(folder: string): Case[] {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, "expected.json")))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => {
      const inside = path.join(folder, name);
      const text = readFileSync(path.join(inside, "expected.json"), "utf8");
      return { name, folder: inside, expected: expectation.parse(JSON.parse(text)) };
    });
}

/** The agent of a case, read; undefined where it is none that could be logged: its file is not UTF-8. */
export async function readCase({ folder, expected }: Case): Promise<PackageReading | undefined> {
  const { reading } = await planPackage(
    {
      code: expected.code,
      // Some of them are notebooks, which `mlflow-agents policy` reads.
      notebook: true,
      codePaths: expected.codePaths ?? [],
      artifacts: {},
      modelConfig: expected.modelConfig,
      mlflowVersion: "3.17.2",
      ignore: [],
    },
    folder,
  );
  return reading;
}

/** How what was read of a case differs from what it uses. */
export interface Difference {
  missed: string[];
  wrong: string[];
  /** Found, but at another place than a reader would. */
  elsewhere: string[];
  unlisted: string[];
  found: number;
  /** Unresolved uses that nobody expects. */
  extra: string[];
}

/** Compares. */
export function compare({ expected }: Case, uses: Uses): Difference {
  const key = (use: { kind: string; name: string; onBehalfOfUser?: boolean | undefined }) =>
    `${use.kind} ${use.name}${use.onBehalfOfUser === true ? " (user)" : ""}`;
  const wanted = new Map(expected.uses.map((use) => [`${use.file}: ${key(use)}`, use]));
  const got = new Map(uses.uses.map((use) => [`${use.file}: ${key(use)}`, use]));
  const elsewhere: string[] = [];
  for (const [name, use] of wanted) {
    const found = got.get(name);
    if (found !== undefined && found.line !== use.line) elsewhere.push(`${name}: line ${found.line}, not ${use.line}`);
  }
  const listed = uses.unresolved.map(({ file, line }) => `${file}:${line}`);
  const wantedUnresolved = (expected.unresolved ?? []).map(({ file, line }) => `${file}:${line}`);
  return {
    missed: [...wanted.keys()].filter((name) => !got.has(name)),
    wrong: [...got].filter(([name]) => !wanted.has(name)).map(([name, use]) => `${name} (line ${use.line})`),
    elsewhere,
    unlisted: wantedUnresolved.filter((place) => !listed.includes(place)),
    found: [...wanted.keys()].filter((name) => got.has(name)).length,
    extra: uses.unresolved
      .filter(({ file, line }) => !wantedUnresolved.includes(`${file}:${line}`))
      .map((one) => `${one.file}:${one.line} ${one.kinds.join()} ${one.why}`),
  };
}

export { readUses };
