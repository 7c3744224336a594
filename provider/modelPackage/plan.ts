import path from "node:path";
import { type AgentFacts, at, readAgent } from "../agentCode/agent.js";
import type { AgentInterface } from "../agentCode/interface.js";
import type { PackageReading } from "../agentCode/reading.js";
import { runOf } from "../agentCode/run.js";
import type { Problem } from "../errors.js";
import type { Value } from "../python/documents/values.js";
import { readAgentFile } from "./agentFile.js";
import { checkArguments, defaultPythonVersion } from "./checkArguments.js";
import { type Collected, collectFiles } from "./collect.js";
import { credentialFiles, credentialLines } from "./credentials.js";
import { canonical, sha256 } from "./digest.js";
import { readDocuments } from "./documents.js";
import { chatModelExample, type Example, exampleFault, exampleFiles, isEmptyExample } from "./example.js";
import { readJson } from "./json.js";
import { langchainProblems, missingLangchain, pinnedLangchain } from "./langchain.js";
import { modelMetadata } from "./metadata.js";
import { modelDocument } from "./mlmodel.js";
import { readDocument } from "./readDocument.js";
import { recordedVariables, variablesFile, variablesText } from "./recorded.js";
import { formatOf } from "./releases.js";
import { environmentFiles } from "./requirements/environment.js";
import { finalRequirements } from "./requirements/final.js";
import { condaLines } from "./requirements/mlflow.js";
import { type ChosenSignature, chooseSignature } from "./signature/choose.js";
import { compareText } from "./text.js";
import type { AgentSource, PackagePlan, PlanResult, SourceFile } from "./types.js";
import { Boundary } from "./walk/boundary.js";

/**
 * Reads everything an agent is made of and lays out its model directory. Nothing is written or sent, and no Python
 * runs.
 *
 * @param source what the user declared
 * @param base absolute folder that relative paths resolve against
 * @param watch makes who watches what the agent's code does while it is read. Default: nobody
 * @returns the plan, or everything that is wrong; bad input never throws
 */
export async function planPackage(
  source: AgentSource,
  base: string,
  watch?: Parameters<typeof runOf>[1],
): Promise<PlanResult> {
  const boundary = await Boundary.around(base, [source.code, ...source.codePaths, ...Object.values(source.artifacts)]);
  const collected = await collectFiles(source, boundary);
  const documents = await readDocuments(source, boundary);
  const requirements = await finalRequirements(source, base, boundary);
  const agent = await readAgentFile(source, boundary, collected.files, requirements.requirements);
  const format = formatOf(source.mlflowVersion);
  const problems = [
    ...checkArguments(source),
    ...agent.problems,
    ...collected.problems,
    ...documents.problems,
    ...requirements.problems,
  ];
  const { file } = agent;
  const warnings: Problem[] = [
    ...(await credentialFiles(collected.files, boundary)),
    ...credentialLines([...requirements.requirements, ...requirements.constraints]),
  ];
  const names = new Map(collected.files.map((item) => [item.path, item.name]));
  for (const { path: target, outside } of agent.modules?.modules ?? [])
    if (outside !== undefined && !names.has(target)) names.set(target, outside.name);
  const nameOf = (target: string) => names.get(target) ?? file?.name ?? target;
  const pythonVersion = source.pythonVersion ?? defaultPythonVersion;
  const reading: PackageReading | undefined =
    agent.module === undefined || file === undefined
      ? undefined
      : {
          name: file.name,
          path: file.path,
          module: agent.module,
          modules: agent.modules,
          faults: agent.faults,
          unread: agent.unread,
          ...(source.notebook === true ? { notebook: true } : {}),
          ...(agent.writes === undefined ? {} : { writes: agent.writes }),
          nameOf,
          packaged: new Set([file.path, ...collected.files.map((item) => item.path), ...writtenFiles]),
          folder: path.dirname(boundary.resolve(source.code)),
          config: documents.config,
          document: readDocument,
          requirements: requirements.requirements,
          pythonVersion,
        };
  const read = reading === undefined ? {} : { reading };
  const run = reading === undefined ? undefined : runOf(reading, watch);
  const facts = reading === undefined ? undefined : agentFacts(reading, source.interface, problems);
  const kind = facts?.interface;
  if (format === undefined || facts === undefined || file === undefined || kind === undefined)
    return { problems, warnings, ...read };
  const fixed = format.interfaces[kind];
  const chosen = chooseSignature({
    interface: kind,
    format,
    fixed,
    declared: source.signature,
    example: documents.example,
    facts,
    run,
  });
  problems.push(...chosen.problems, ...exampleProblems(kind, documents.example));
  warnings.push(...chosen.warnings);
  const langchain = kind === "LangChain";
  if (langchain) {
    problems.push(...langchainProblems(source));
    warnings.push(...missingLangchain(requirements.requirements));
  }
  if (problems.length > 0) return { problems, warnings, ...read };

  // Every object that the langchain flavor takes has `stream`.
  const streaming = langchain || facts.streaming;
  const given =
    fixed !== undefined && documents.example !== undefined && isEmptyExample(documents.example)
      ? undefined
      : documents.example;
  const example = exampleOf(kind, given, fixed?.example);
  const generated = environmentFiles(requirements.requirements, requirements.constraints, pythonVersion);
  if (example !== undefined) {
    generated["input_example.json"] = example.text;
    generated["serving_input_example.json"] = example.serving;
  }
  const langchainVersion = pinnedLangchain([...requirements.requirements, ...requirements.constraints]);
  const environmentVariables = recordedVariables(source);
  if (environmentVariables !== undefined) generated[variablesFile] = variablesText(environmentVariables);
  const { metadata, warnings: unread } = modelMetadata({
    source,
    task: fixed?.task,
    run,
    hasExample: example !== undefined,
  });
  warnings.push(...unread);
  const document = modelDocument({
    mlflowVersion: source.mlflowVersion,
    format,
    pythonVersion,
    codeFile: path.basename(source.code),
    hasCodePaths: source.codePaths.length > 0,
    ...(langchain ? { langchain: langchainVersion === undefined ? {} : { version: langchainVersion } } : {}),
    // The fixed interfaces define predict_stream themselves, and MLflow only looks whether it is there.
    streamable: fixed !== undefined || streaming,
    ...(source.prompts === undefined ? {} : { prompts: source.prompts }),
    ...(environmentVariables === undefined ? {} : { environmentVariables }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(documents.config === undefined ? {} : { config: documents.config }),
    artifacts: collected.artifacts,
    ...(chosen.signature === undefined ? {} : { signature: chosen.signature }),
    fromTypeHint: chosen.fromTypeHint,
    ...(example === undefined ? {} : { example }),
    sizeBytes: sizeOf(file, collected, langchain ? ["artifacts/", "code/"] : ["artifacts/"], example),
    ...(source.resources === undefined ? {} : { resources: source.resources }),
    ...(source.authPolicy === undefined ? {} : { authPolicy: source.authPolicy }),
  });
  const sources = [file, ...collected.files].sort((a, b) => compareText(a.path, b.path));
  const task = metadata?.task;
  const plan: PackagePlan = {
    interface: kind,
    streaming,
    ...(facts.class === undefined ? {} : { className: facts.class.definition.name }),
    ...(typeof task === "string" ? { task } : {}),
    files: fileMap([...sources, ...documents.files, ...requirements.files]),
    digest: digestOf(source, kind, sources, documents, requirements, pythonVersion, chosen),
    requirements: requirements.requirements,
    imports: agent.summaries,
    sources,
    generated,
    document,
    mlflowVersion: source.mlflowVersion,
  };
  return { plan, problems, warnings, ...read };
}

/** What is read of the agent; what is wrong with it is added to what was found and to the problems. */
function agentFacts(
  reading: PackageReading,
  declared: AgentInterface | undefined,
  problems: Problem[],
): AgentFacts | undefined {
  if (reading.modules === undefined) return undefined;
  const facts = readAgent(reading, declared);
  reading.faults.push(...facts.faults);
  for (const { offset, message } of facts.faults) {
    const placed = offset === undefined ? message : at(reading.module, reading.name, offset, message);
    problems.push({ code: "invalidAgent", path: "code", message: placed });
  }
  return facts;
}

/** What a model directory holds beside the user's files. */
const writtenFiles = ["MLmodel", "conda.yaml", "python_env.yaml", "requirements.txt"];

function exampleProblems(kind: AgentInterface, example: Value | undefined): Problem[] {
  const fault = example === undefined || isEmptyExample(example) ? undefined : exampleFault(kind, example);
  return fault === undefined ? [] : [{ code: "invalidArgument", path: "inputExample", message: fault }];
}

function exampleOf(kind: string, given: Value | undefined, fallback: string | undefined): Example | undefined {
  if (given !== undefined) return exampleFiles(kind === "ChatModel" ? chatModelExample(given) : given);
  return fallback === undefined ? undefined : exampleFiles(readJson(fallback));
}

/**
 * MLflow counts what lies in the folder when it writes MLmodel: the agent, both examples and the artifacts; its langchain
 * flavor has copied the code paths by then too.
 */
function sizeOf(
  file: SourceFile,
  collected: Collected,
  folders: readonly string[],
  example: Example | undefined,
): number {
  const counted = collected.files.filter((item) => folders.some((folder) => item.path.startsWith(folder)));
  const texts = example === undefined ? 0 : Buffer.byteLength(example.text) + Buffer.byteLength(example.serving);
  return counted.reduce((total, item) => total + item.size, file.size + texts);
}

function fileMap(files: readonly { name: string; sha256: string }[]): Record<string, string> {
  const sorted = [...files].sort((a, b) => compareText(a.name, b.name));
  return Object.fromEntries(sorted.map(({ name, sha256: digest }) => [name, digest]));
}

function digestOf(
  source: AgentSource,
  kind: string,
  sources: readonly SourceFile[],
  documents: { config?: Value; example?: Value },
  requirements: { requirements: string[]; constraints: string[] },
  pythonVersion: string,
  chosen: ChosenSignature,
): string {
  const parts: { [key: string]: Value } = {
    format: 1,
    mlflowVersion: source.mlflowVersion,
    pythonVersion,
    interface: kind,
    code: path.basename(source.code),
    // Where a file lies in the model matters to the agent's imports; where it lies on this machine does not.
    files: sources.map((file) => [file.path, file.sha256]),
    artifacts: Object.fromEntries(
      Object.entries(source.artifacts).map(([name, file]) => [
        name,
        path.posix.basename(file.split(path.sep).join("/")),
      ]),
    ),
    requirements: requirements.requirements,
    constraints: requirements.constraints,
    signature: chosen.signature === undefined ? null : { ...chosen.signature },
    metadata: source.metadata ?? null,
    resources: source.resources === undefined ? null : jsonValue(source.resources),
    authPolicy: source.authPolicy === undefined ? null : jsonValue(source.authPolicy),
  };
  // Of what follows from the requirements by itself, only where an earlier release of this package wrote another file.
  const conda = condaLines(requirements.requirements);
  if (conda.length !== requirements.requirements.length) parts.conda = conda;
  if (source.prompts !== undefined) parts.prompts = source.prompts;
  const environmentVariables = recordedVariables(source);
  if (environmentVariables !== undefined) parts.environmentVariables = environmentVariables;
  if (documents.config !== undefined) parts.config = documents.config;
  if (documents.example !== undefined) parts.example = documents.example;
  return sha256(canonical(parts));
}

function jsonValue(document: object): Value {
  return readJson(JSON.stringify(document));
}
