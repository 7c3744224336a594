import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import type { ServedAgent } from "../auth/principal.js";
import { messageOf } from "../errors.js";
import { pythonSource } from "../paths.js";
import type { ModelFacts } from "../registry/modelFacts.js";
import { Child } from "../server/childProcess.js";
import { writeCredentialFile } from "./credentialFile.js";
import { DeploymentFailure } from "./deploymentFailure.js";
import { entityFolder, keyOf } from "./entityKey.js";
import { lastWords, readTail } from "./logs.js";
import { copyModel } from "./modelCopy.js";
import { modelPython } from "./modelEnvironment.js";
import type { EndpointRecord, ServedEntity } from "./records.js";
import { scoringVariables } from "./scoringVariables.js";
import type { ServingContext } from "./servingContext.js";

/** Milliseconds a model may take to load. */
const loadLimit = 300_000;
/** Milliseconds idle connections to a scoring process are kept; it keeps its own longer (workspace/python/scoring.py). */
const keepAlive = 20_000;

/** What a scoring process serves. */
export interface Served {
  agent: ServedAgent;
  /** Scopes that its model asks of the user; undefined without user authorization. */
  userApiScopes: readonly string[] | undefined;
}

/**
 * One served entity and the process behind it. It can be started, stopped when idle and started again; requests wait
 * for it.
 */
export class ScoringProcess {
  readonly key: string;
  readonly entity: ServedEntity;
  readonly #context: ServingContext;
  readonly #endpoint: string;
  readonly #folder: string;
  #child: Child | undefined;
  #pool: Pool | undefined;
  #token: string | undefined;
  #starting: Promise<Pool> | undefined;
  #retired = false;
  #inFlight = 0;
  #lastUse = Date.now();
  #waiters: (() => void)[] = [];
  #launches = 0;
  #served: Served | undefined;
  /** Interpreter of the model's environment, once it was made. */
  #python: string | undefined;

  constructor(context: ServingContext, record: EndpointRecord, entity: ServedEntity) {
    this.#context = context;
    this.entity = entity;
    this.#endpoint = record.name;
    this.key = keyOf(entity);
    this.#folder = entityFolder(context, record, entity);
  }

  /** Whether a process is up. */
  get running(): boolean {
    return this.#pool !== undefined;
  }

  /** Requests under way. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** What it serves; undefined until it was up once. */
  get served(): Served | undefined {
    return this.#served;
  }

  /** Milliseconds since the last request ended. */
  get idle(): number {
    return this.#inFlight > 0 ? 0 : Date.now() - this.#lastUse;
  }

  /**
   * Connections to the process, started if it is not up.
   *
   * @throws DeploymentFailure
   */
  ready(): Promise<Pool> {
    if (this.#pool !== undefined) {
      return Promise.resolve(this.#pool);
    }
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /**
   * Runs `work` with a connection, counted as a request under way until it is done.
   *
   * @throws DeploymentFailure when the process does not come up
   */
  async use<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    this.#inFlight += 1;
    try {
      return await work(await this.ready());
    } finally {
      this.#inFlight -= 1;
      this.#lastUse = Date.now();
      if (this.#inFlight === 0) {
        for (const wake of this.#waiters.splice(0)) {
          wake();
        }
      }
    }
  }

  /** Ends the process once no request is under way; it can be started again. */
  async stop(): Promise<void> {
    while (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#waiters.push(resolve);
      });
    }
    await this.#end();
  }

  /** Ends the process for good, after the requests under way. */
  async retire(): Promise<void> {
    await this.stop();
    this.#retired = true;
    await this.#end();
  }

  /** Ends the process for good, now. */
  async kill(): Promise<void> {
    this.#retired = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const [child, pool, token] = [this.#child, this.#pool, this.#token];
    this.#child = undefined;
    this.#pool = undefined;
    this.#token = undefined;
    await child?.stop();
    await pool?.destroy();
    if (token !== undefined) {
      this.#context.tokens.revoke(token);
    }
  }

  async #start(): Promise<Pool> {
    const { entity_name: name, entity_version: version } = this.entity;
    if (this.#retired || name === undefined || version === undefined) {
      throw new DeploymentFailure("The local workspace serves model versions only.");
    }
    const buildLog = join(this.#folder, "build.log");
    // One that wakes has the environment that was found when it was deployed: the resolver is not asked again.
    const known = this.#python !== undefined && existsSync(this.#python) ? this.#python : undefined;
    if (known === undefined) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(buildLog, `Building ${name} version ${version}\n`, { mode: 0o600 });
    }
    const model = await copyModel(this.#context.paths, name, version);
    const python =
      known ??
      (await modelPython(model, this.#context.python, this.#context.cache, buildLog).catch((error) => {
        throw new DeploymentFailure(`The model's environment could not be made: ${messageOf(error)}`);
      }));
    const facts = await this.#context.models.facts(name, version);
    this.#python = python;
    return this.#launch(python, model, facts);
  }

  async #launch(python: string, model: string, facts: ModelFacts): Promise<Pool> {
    if (this.#retired) {
      throw new DeploymentFailure("The served entity was removed.");
    }
    // Another name for each launch: a process that is ending must not share it with its successor.
    this.#launches += 1;
    const id = createHash("sha256").update(this.#folder).digest("hex").slice(0, 12);
    const socket = join(this.#context.sockets, `${id}-${process.pid}-${this.#launches}.sock`);
    const log = join(this.#folder, "server.log");
    const agent: ServedAgent = {
      endpoint: this.#endpoint,
      entity: this.entity.name,
      model: this.entity.entity_name ?? "",
      version: this.entity.entity_version ?? "",
      resources: facts.resources,
      userResources: facts.userResources,
    };
    this.#served = { agent, userApiScopes: facts.userApiScopes };
    const token = this.#context.tokens.issue({ kind: "agent", name: `${agent.endpoint}/${agent.entity}`, agent });
    await writeCredentialFile(this.#folder, token);
    await rm(socket, { force: true });
    const child = new Child({
      command: [python, pythonSource("scoring.py"), model, socket, this.#inferenceLog()],
      env: scoringVariables(this.#context, {
        endpoint: this.#endpoint,
        entity: this.entity,
        folder: this.#folder,
        token,
      }),
      log,
      cwd: this.#folder,
    });
    this.#child = child;
    this.#token = token;
    const { limits } = this.#context.fixtures;
    const pool = new Pool("http://localhost", {
      socketPath: socket,
      connections: 64,
      keepAliveTimeout: keepAlive,
      headersTimeout: limits.requestSeconds * 1000,
      bodyTimeout: limits.requestSeconds * 1000,
    });
    const deadline = Date.now() + loadLimit;
    for (;;) {
      if (child.end !== undefined || Date.now() > deadline) {
        const how = child.end ?? `did not answer within ${loadLimit / 1000} s`;
        await pool.destroy();
        await child.stop();
        throw new DeploymentFailure(`The scoring process ${how}: ${lastWords(await readTail(log))}`);
      }
      if (existsSync(socket) && (await answers(pool))) {
        break;
      }
      await sleep(30);
    }
    this.#pool = pool;
    void child.ended.then((how) => {
      void rm(socket, { force: true });
      if (this.#child === child) {
        // It died by itself: the next request starts it again.
        this.#context.log(`the scoring process of ${this.#endpoint}/${this.entity.name} ${how}`);
        this.#child = undefined;
        this.#pool = undefined;
        void pool.destroy();
      }
    });
    return pool;
  }

  #inferenceLog(): string {
    return join(this.#folder, "..", "inference.jsonl");
  }
}

async function answers(pool: Pool): Promise<boolean> {
  try {
    const answer = await pool.request({ method: "GET", path: "/ping" });
    await answer.body.dump();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}
