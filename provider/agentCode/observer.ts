import type { Engine } from "../python/engine/engine.js";
import { type Observer, silent } from "../python/engine/observer.js";
import type { Site } from "../python/engine/scope.js";
import type { LibraryCall } from "../python/library/types.js";
import type { SyntaxNode } from "../python/source/tree.js";
import { argument } from "../python/values/given.js";
import { either, external, none } from "../python/values/make.js";
import type { Alternative, External, Given, Origin, PythonFunction, Value } from "../python/values/types.js";
import { contextOf, contextsGiven } from "./contexts.js";
import {
  contextConfig,
  decoratorOf,
  exportsOf,
  modelBase,
  modelConfig,
  modelMethods,
  notebookNames,
  userToken,
  wrapperCalls,
} from "./libraries.js";
import { addMiddleware, isMiddleware } from "./middleware.js";
import { openedBy } from "./opened.js";
import { Sends } from "./sends.js";
import { setModelNames } from "./setModel.js";

/** Who watches what an agent does with libraries: what it uses is seen so. */
export type Sinks = Pick<Observer, "calls" | "called" | "client" | "assigned" | "variableRead" | "loadsVariables">;

/**
 * When a piece of code runs: while the agent's `file` is loaded, in the `hook` that MLflow calls after that
 * (`load_context`), when it is `asked` or asked to `stream`, when a `library` calls it at some time, or `never`, as far as
 * reading can tell.
 */
export type Phase = "file" | "hook" | "asked" | "streamed" | "library" | "never";

/** Something that the code does. */
export interface Deed {
  site: Site;
  phase: Phase;
  /** Whether it does so for certain, under no condition. */
  certain: boolean;
}

/** A call of `set_model`. */
export interface GivenModel extends Deed {
  /** What it is given; undefined where that is nothing. */
  value: Value | undefined;
}

/** How a function comes to be run. */
export interface Entry extends Pick<Deed, "phase" | "certain"> {
  /** The functions that lead to it, the outermost first, itself the last. */
  through: readonly PythonFunction[];
}

/** MLflow around an agent's code: it gives it its configuration, takes the model that it sets, and notes what it does. */
export class AgentObserver implements Observer {
  readonly ambient = notebookNames;
  /** Calls of MLflow's `set_model`, in order. */
  private readonly models: GivenModel[] = [];
  /** Calls of another `set_model`, of a module that was not read. */
  private readonly others: GivenModel[] = [];
  /** Calls of `ModelConfig`, with what stands for the configuration during development. */
  readonly configs: (Deed & { development: Value | undefined })[] = [];
  /** What is read of the configuration. */
  readonly configReads: (Deed & { origin: Origin; key: string; how: "get" | "subscript"; given: Given })[] = [];
  /** Calls of `set_retriever_schema`. */
  readonly schemas: (Deed & { given: Given })[] = [];
  /** Files that are opened, read or written. */
  readonly files: (Deed & { paths: Value; writes: boolean })[] = [];
  /** Where the calling user's credentials are made. */
  readonly userCredentials: Deed[] = [];
  /** Reads of names that only a notebook has. */
  readonly notebookReads: (Deed & { name: string })[] = [];
  /** How each function of the agent's own is run, the soonest and most certain way, by its node. */
  readonly entries = new Map<SyntaxNode, Entry>();
  /** The methods of the model that MLflow calls itself. */
  private readonly methods = new Map<PythonFunction, Phase>();
  /** What libraries are given for the functions that they call, by the attribute that these find it in. */
  private readonly contexts = new Map<string, Value>();
  private readonly sends = new Sends();
  /** When what is run now is run. */
  private phase: Phase = "file";
  readonly calls: { readonly [path: string]: LibraryCall };

  /**
   * @param config the model configuration, where there is one
   * @param sinks who watches
   */
  constructor(
    private readonly config: Value | undefined,
    public sinks: Sinks = silent,
  ) {
    const makeConfig: LibraryCall = (called) => this.makeConfig(called);
    const setModel: LibraryCall = (called) => this.setModel(called);
    this.calls = {
      ...wrapperCalls,
      "mlflow.models.ModelConfig": makeConfig,
      "mlflow.models.model_config.ModelConfig": makeConfig,
      ...Object.fromEntries(setModelNames.map((name) => [name, setModel])),
      ...sinks.calls,
    };
  }

  private deed(engine: Engine, site: Site): Deed {
    return { site, phase: this.phase, certain: engine.isCertain };
  }

  private noteModel(list: GivenModel[], engine: Engine, given: Given, site: Site): void {
    const model = argument(given, 0, "model");
    list.push({ ...this.deed(engine, site), value: model === undefined ? undefined : engine.visible(model) });
  }

  private setModel({ engine, given, site }: Parameters<LibraryCall>[0]): Value {
    this.noteModel(this.models, engine, given, site);
    return none;
  }

  /** The models that MLflow is given, as far as reading can tell: those of a `set_model` of unknown origin where there is no other. */
  get given(): readonly GivenModel[] {
    return this.models.length > 0 ? this.models : this.others;
  }

  private makeConfig({ engine, given, site }: Parameters<LibraryCall>[0]): Value {
    const development = argument(given, 0, "development_config");
    this.configs.push({ ...this.deed(engine, site), development });
    return modelConfig(engine, this.config, development);
  }

  /** The agent's file is loaded: what runs now is called by somebody. */
  loaded(): void {
    this.phase = "library";
  }

  /** What runs from now on is called by nobody. Gives what ends that. */
  abandoned(): () => void {
    const { phase, sinks } = this;
    this.phase = "never";
    this.sinks = silent;
    return () => {
      this.phase = phase;
      this.sinks = sinks;
    };
  }

  /** MLflow calls a method of the model. */
  callsMethod(of: PythonFunction, name: string): void {
    const known: Readonly<Record<string, Phase>> = {
      load_context: "hook",
      predict: "asked",
      predict_stream: "streamed",
    };
    this.methods.set(of, known[name] ?? "library");
  }

  ambientRead(engine: Engine, name: string, site: Site): void {
    this.notebookReads.push({ ...this.deed(engine, site), name });
  }

  exports(module: string): readonly string[] {
    return exportsOf.get(module) ?? [];
  }

  attribute(_engine: Engine, path: string): Value | undefined {
    return path === "mlflow.pyfunc.PythonModelContext().model_config" ? contextConfig(this.config) : undefined;
  }

  keyed(key: string): Value | undefined {
    return userToken(key);
  }

  argument(of: PythonFunction, parameter: string): Value | undefined {
    return parameter === "context" && of.owner !== undefined
      ? [external("mlflow.pyfunc.PythonModelContext()")]
      : this.sends.argument(of, parameter);
  }

  methodsOf(base: string): readonly string[] | undefined {
    return modelBase.test(base) ? modelMethods : undefined;
  }

  makes(base: string): boolean {
    return isMiddleware(base);
  }

  client(path: string): string | undefined {
    return this.sinks.client(path);
  }

  context(path: string): { attribute: string; given: Value } | undefined {
    const attribute = contextOf(path)?.attribute;
    return attribute === undefined ? undefined : { attribute, given: this.contexts.get(attribute) ?? [] };
  }

  decorator(path: string): ReturnType<Observer["decorator"]> {
    return decoratorOf(path);
  }

  entered(engine: Engine, of: PythonFunction): void {
    const { callers } = engine;
    if (callers.length === 0 && this.phase !== "file" && this.phase !== "never")
      this.phase = this.methods.get(of) ?? "library";
    const { node } = of.definition;
    if (node === undefined) return;
    const before = this.entries.get(node);
    const certain = engine.isCertain;
    if (before === undefined || isSooner({ phase: this.phase, certain }, before))
      this.entries.set(node, { phase: this.phase, certain, through: [...callers, of] });
  }

  opened(engine: Engine, path: Value, method: string, given: Given, site: Site): void {
    const opened = openedBy(`pathlib.Path().${method}`, { ...given, positional: [path, ...given.positional] });
    if (opened !== undefined) this.files.push({ ...this.deed(engine, site), ...opened });
  }

  entryRead(engine: Engine, origin: Origin, key: string, how: "get" | "subscript", given: Given, site: Site): void {
    this.configReads.push({ ...this.deed(engine, site), origin, key, how, given });
  }

  called(engine: Engine, of: External, given: Given, site: Site, made: Alternative): boolean {
    if (schemaSetters.has(of.path)) this.schemas.push({ ...this.deed(engine, site), given });
    if (userCredentials.has(of.path)) this.userCredentials.push(this.deed(engine, site));
    // What another file or library calls so may be MLflow's, handed on.
    if (/^[\w.]+\.set_model$/.test(of.path)) this.noteModel(this.others, engine, given, site);
    this.sends.called(engine, of.path, given, site);
    addMiddleware(engine, of.path, given);
    for (const { attribute, value } of contextsGiven(of.path, given))
      this.contexts.set(attribute, either(this.contexts.get(attribute) ?? [], engine.visible(value)));
    const opened = openedBy(of.path, given);
    if (opened !== undefined) this.files.push({ ...this.deed(engine, site), ...opened });
    return this.sinks.called(engine, of, given, site, made);
  }

  assigned(of: External, name: string, value: Value): void {
    this.sinks.assigned(of, name, value);
  }

  variableRead(name: string, required: boolean, site: Site, instead: readonly string[]): void {
    this.sinks.variableRead(name, required, site, instead);
  }

  loadsVariables(): void {
    this.sinks.loadsVariables();
  }
}

const userCredentials = new Set([
  "databricks_ai_bridge.ModelServingUserCredentials",
  "databricks_ai_bridge.model_serving_obo_credential_strategy.ModelServingUserCredentials",
  "databricks.sdk.credentials_provider.ModelServingUserCredentials",
]);

/** Full names of MLflow's `set_retriever_schema`. */
const schemaSetters: ReadonlySet<string> = new Set([
  "mlflow.models.set_retriever_schema",
  "mlflow.models.dependencies_schemas.set_retriever_schema",
]);

const order: readonly Phase[] = ["file", "hook", "asked", "streamed", "library", "never"];

function isSooner(a: Pick<Deed, "phase" | "certain">, b: Pick<Deed, "phase" | "certain">): boolean {
  const [first, second] = [order.indexOf(a.phase), order.indexOf(b.phase)];
  return first < second || (first === second && a.certain && !b.certain);
}
