import { accessSync, constants } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { loadCredentials } from "../auth/credentials.js";
import { TokenAuthority } from "../auth/tokenAuthority.js";
import { Usage } from "../auth/usage.js";
import { Catalogs } from "../catalog/catalogs.js";
import { ensurePython, type PythonEnvironment } from "../environment/ensurePython.js";
import { withLock } from "../environment/folderLock.js";
import { messageOf, WorkspaceError } from "../errors.js";
import { type Fixtures, loadFixtures } from "../fixtures/fixtures.js";
import { MlflowClient } from "../mlflow/mlflowClient.js";
import { Page } from "../page/page.js";
import {
  packageVersion,
  resolveCacheFolder,
  resolveDataFolder,
  type WorkspacePaths,
  workspacePaths,
} from "../paths.js";
import { lowerCaseNames } from "../registry/lowerCaseNames.js";
import { UnityCatalogModels } from "../registry/unityCatalogModels.js";
import { routes } from "../routes/index.js";
import { SecretScopes } from "../secrets/secretScopes.js";
import { ServingService } from "../serving/servingService.js";
import { socketFolder } from "../serving/socketFolder.js";
import { StandIns } from "../standIns/standIns.js";
import { type Connection, findRunning, removeConnection, writeConnection } from "./connection.js";
import { isDiskFull } from "./diskFull.js";
import { EventualReads } from "./eventualReads.js";
import { Faults } from "./faults.js";
import { Front } from "./front.js";
import { Journal } from "./journal.js";
import { openAccess } from "./keptAccess.js";
import { keepPorts, keptPorts } from "./keptPorts.js";
import { MlflowDoor } from "./mlflowDoor.js";
import { MlflowServer } from "./mlflowServer.js";
import { makePrivate } from "./privateFolder.js";
import { forgetRunning, noteRunning } from "./runningWorkspaces.js";
import type { Services } from "./services.js";

/** How to start a workspace. */
export interface WorkspaceOptions {
  /** Data folder. Default: see `resolveDataFolder`. */
  data?: string;
  /** Port of the front. Default: the one of the last start if it is free, else a free one. */
  port?: number;
  /** Bearer token. Default: the one kept in the data folder, else a random one. */
  token?: string;
  /** Where Python environments are kept. Default: the user's cache folder of this package. */
  cacheDir?: string;
  /** Base URL of an OpenAI-compatible server that answers for the chat endpoints. Default: the fixtures say. */
  chatUrl?: string;
  /** Seconds without a request after which an endpoint with scale-to-zero is stopped. Default: 1800. */
  scaleToZeroAfter?: number;
  /** How many reads of a new model, version or endpoint find nothing first, as on Databricks at times. Default: 0. */
  eventualReads?: number;
  /** Told about progress and trouble, a line at a time. Default: nobody. */
  log?: (line: string) => void;
}

/** A running workspace. */
export interface Workspace extends Connection {
  /** Its data folder. */
  readonly data: string;
  /** The Python environment behind it, whose clients (mlflow, databricks-sdk) can be used against it. */
  readonly python: PythonEnvironment;
  /** A service principal for OAuth machine-to-machine. */
  readonly servicePrincipal: { readonly clientId: string; readonly clientSecret: string };
  /** Ends it and every process behind it. Calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts a workspace in this process, and its MLflow server and scoring processes as children.
 *
 * @throws WorkspaceError `alreadyRunning`, `portTaken`, `pythonMissing`, `environmentFailed`, `serverFailed`,
 *   `dataFolder`, `diskFull`, `invalidOption`
 */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const log = options.log ?? (() => undefined);
  const data = resolveDataFolder(options.data);
  const paths = workspacePaths(data);
  try {
    return await startLocked(options, data, paths, log);
  } catch (error) {
    if (!isDiskFull(error)) {
      throw error;
    }
    const places = `${data}, or ${options.cacheDir ?? resolveCacheFolder()} with the Python environments`;
    throw new WorkspaceError("diskFull", `No space is left on the disk of ${places}: ${messageOf(error)}`, error);
  }
}

async function startLocked(
  options: WorkspaceOptions,
  data: string,
  paths: WorkspacePaths,
  log: (line: string) => void,
): Promise<Workspace> {
  prepareFolder(paths.root, log);
  const waiting = (pid: number): void => log(`waiting for process ${pid}, which starts a workspace on the same data`);
  return withLock(join(paths.root, "start.lock"), waiting, () => start(options, data, paths, log));
}

async function start(
  options: WorkspaceOptions,
  data: string,
  paths: WorkspacePaths,
  log: (line: string) => void,
): Promise<Workspace> {
  const running = await findRunning(paths);
  if (running !== undefined) {
    throw new WorkspaceError("alreadyRunning", `A workspace already serves ${data} at ${running.host}.`);
  }
  const fixtures = withChatUrl(await loadFixtures(paths.fixtures), options.chatUrl);
  const credentials = await loadCredentials(
    paths.credentials,
    options.token,
    fixtures.users.map(({ name }) => name),
  );
  const catalogs = await Catalogs.open(paths, fixtures);
  const secrets = await SecretScopes.open(paths, fixtures);
  const permissions = await openAccess(paths);
  const cache = options.cacheDir ?? resolveCacheFolder();
  const scaleToZeroAfter = options.scaleToZeroAfter ?? 1800;
  const python = await ensurePython({ log, cacheDir: cache });

  const undo: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      for (const step of undo.reverse()) {
        await step();
      }
    })();
    return stopping;
  };
  try {
    const front = new Front(routes);
    undo.push(() => front.close());
    const kept = await keptPorts(paths);
    const port = await front.listen(options.port ?? kept.front);
    const host = `http://127.0.0.1:${port}`;
    const sockets = socketFolder(paths.root);
    // Undone after the processes that listen there have ended.
    undo.push(() => rm(sockets, { recursive: true, force: true }));
    const mlflowServer = await MlflowServer.start(python, paths, log, sockets);
    undo.push(() => mlflowServer.stop());
    const mlflow = new MlflowClient(mlflowServer.address);
    undo.push(() => mlflow.close());
    const door = await MlflowDoor.open(mlflow, credentials, kept.mlflow);
    undo.push(() => door.close());
    await lowerCaseNames(mlflow, paths.artifacts, log);
    const tokens = new TokenAuthority(credentials, fixtures.user);
    const models = new UnityCatalogModels(mlflow, catalogs);
    const serving = new ServingService({
      cache,
      fixtures,
      host,
      log,
      models,
      paths,
      python,
      secrets,
      sockets,
      tokens,
      scaleToZeroAfter,
    });
    undo.push(() => serving.stop());
    const inferenceLog = (table: string) => serving.inferenceLog(table);
    const standIns = new StandIns({ fixtures, catalogs, paths, python: python.python, inferenceLog });
    undo.push(() => standIns.stop());
    const services: Services = {
      credentials,
      tokens,
      fixtures,
      catalogs,
      secrets,
      permissions,
      mlflow,
      mlflowUrl: door.url,
      models,
      paths,
      page: new Page(credentials),
      serving,
      standIns,
      journal: new Journal(),
      usage: new Usage(),
      faults: new Faults(),
      eventualReads: new EventualReads(options.eventualReads ?? 0),
      port: () => port,
      host: () => host,
      version: packageVersion(),
      log,
    };
    await keepPorts(paths, { front: port, mlflow: Number(new URL(door.url).port) });
    // Sessions end with the process that issued them.
    await rm(paths.uploads, { recursive: true, force: true });
    await serving.resume();
    front.open(services);
    const connection: Connection = {
      host,
      token: credentials.token,
      mlflowUrl: door.url,
      pid: process.pid,
      version: services.version,
    };
    await writeConnection(paths, connection);
    undo.push(() => removeConnection(paths, process.pid));
    // Only what `status` tells of others: no reason not to run.
    await noteRunning(cache, data).catch((error: unknown) => log(`not listed for others: ${messageOf(error)}`));
    undo.push(() => forgetRunning(cache, data).catch(() => undefined));
    log(`ready at ${host}`);
    return { ...connection, data, python, servicePrincipal: credentials.servicePrincipal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function prepareFolder(folder: string, log: (line: string) => void): void {
  makePrivate(folder, log);
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new WorkspaceError("dataFolder", `The data folder ${folder} cannot be written.`, error);
  }
}

function withChatUrl(fixtures: Fixtures, url: string | undefined): Fixtures {
  if (url === undefined) {
    return fixtures;
  }
  return { ...fixtures, chatEndpoints: fixtures.chatEndpoints.map((endpoint) => ({ url, ...endpoint })) };
}
