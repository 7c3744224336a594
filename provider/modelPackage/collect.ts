import path from "node:path";
import type { Problem } from "../errors.js";
import { compareText, quoteForMessage } from "./text.js";
import type { AgentSource, SourceFile } from "./types.js";
import type { Boundary } from "./walk/boundary.js";
import { hashFile } from "./walk/hashFile.js";
import { nameProblems } from "./walk/names.js";
import { toProblem, walk } from "./walk/walk.js";

/** Where each artifact went. */
export type ArtifactPaths = { [name: string]: { path: string; uri: string } };

/** The user's files that go into the package, without the agent's own. */
export interface Collected {
  files: SourceFile[];
  artifacts: ArtifactPaths;
  problems: Problem[];
}

interface Declared {
  argument: string;
  /** As the user wrote it. */
  written: string;
  absolute: string;
  target: string;
}

// So many files are read at once; more do not make a disk faster.
const parallel = 8;
// More refused files of one argument are counted, not named.
const shownOfAKind = 20;

/**
 * Walks code paths and artifacts and takes the digest of every file.
 *
 * @param source what the user declared
 * @param boundary what may be read
 */
export async function collectFiles(source: AgentSource, boundary: Boundary): Promise<Collected> {
  const problems: Problem[] = [];
  const codePaths = source.codePaths.map((written, index) => declare(`codePaths[${index}]`, written, "code", boundary));
  const artifacts = Object.entries(source.artifacts).map(([name, written]) => ({
    name,
    ...declare(`artifacts.${name}`, written, "artifacts", boundary),
  }));
  const remote = artifacts.filter(({ written }) => /^[a-z][a-z0-9+.-]+:\//i.test(written));
  for (const item of remote) problems.push(remoteArtifact(item));
  const local = artifacts.filter((item) => !remote.includes(item));
  problems.push(...sameName(source.code, codePaths, boundary), ...sameName(undefined, local, boundary));
  const found = new Map<string, { absolute: string; argument: string }>();
  for (const item of [...codePaths, ...local]) {
    const result = await walk({ ...item, ignore: source.ignore }, boundary);
    problems.push(...result.problems);
    for (const file of result.files) found.set(file.path, { absolute: file.absolute, argument: item.argument });
  }
  const files = await hashAll([...found], boundary, problems);
  const named = files.map(({ path: target, name }) => ({
    path: target,
    name,
    argument: found.get(target)?.argument ?? "",
  }));
  problems.push(...nameProblems(named));
  const paths: ArtifactPaths = {};
  for (const { name, target, written } of local) paths[name] = { path: target, uri: written };
  return { files, artifacts: paths, problems: firstOfEach(problems) };
}

/**
 * A declared folder that is wrong as a whole (a home folder, a build's output) can hold thousands of files that are each
 * refused. The first of a kind say what it is; the rest are counted.
 */
function firstOfEach(problems: readonly Problem[]): Problem[] {
  const kinds = new Map<string, Problem[]>();
  for (const problem of problems) {
    const kind = JSON.stringify([problem.path, problem.code]);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [problem]);
    else known.push(problem);
  }
  return [...kinds.values()].flatMap((alike) => {
    const more = alike.length - shownOfAKind;
    const [first] = alike;
    if (more <= 1 || first === undefined) return alike;
    const message = `${more} more files cannot be packaged. Declare a smaller folder, or leave files out with \`ignore\`.`;
    return [...alike.slice(0, shownOfAKind), { ...first, message }];
  });
}

function declare(argument: string, written: string, folder: string, boundary: Boundary): Declared {
  const absolute = boundary.resolve(written);
  return { argument, written, absolute, target: `${folder}/${path.basename(absolute)}` };
}

/** Two declared paths with one base name would share one place, and MLflow would keep the last. */
function sameName(code: string | undefined, declared: readonly Declared[], boundary: Boundary): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, { argument: string; absolute: string }>();
  if (code !== undefined) seen.set(path.basename(code), { argument: "code", absolute: boundary.resolve(code) });
  for (const item of declared) {
    const name = path.basename(item.absolute);
    const other = seen.get(name);
    if (other === undefined) seen.set(name, item);
    else if (other.absolute !== item.absolute || other.argument === "code") {
      problems.push({
        code: "invalidArgument",
        path: item.argument,
        message:
          `${quoteForMessage(item.written)} has the same base name as \`${other.argument}\`, and a model keeps only base ` +
          "names, so one would hide the other. Rename one, or declare the folder that holds it.",
      });
    }
  }
  return problems;
}

function remoteArtifact({ argument, written }: Declared): Problem {
  return {
    code: "invalidArgument",
    path: argument,
    message: `${quoteForMessage(written)} is an address. Only files and folders can be packaged: download it beside the agent.`,
  };
}

async function hashAll(
  found: [string, { absolute: string; argument: string }][],
  boundary: Boundary,
  problems: Problem[],
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const queue = [...found].sort(([a], [b]) => compareText(a, b));
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [target, { absolute, argument }] = next;
      const name = boundary.name(absolute);
      try {
        files.push({ path: target, ...(await hashFile(absolute, boundary)), name });
      } catch (error) {
        problems.push(toProblem(error, argument, name));
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return files.sort((a, b) => compareText(a.path, b.path));
}
