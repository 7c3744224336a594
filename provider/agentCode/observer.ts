import type { Engine } from "../python/engine/engine.js";
import type { Observer } from "../python/engine/observer.js";
import type { Site } from "../python/engine/scope.js";
import type { LibraryCall } from "../python/library/types.js";
import { argument } from "../python/values/given.js";
import { external, none } from "../python/values/make.js";
import type { Alternative, External, Given, PythonFunction, Value } from "../python/values/types.js";
import {
  decoratorOf,
  exportsOf,
  modelBase,
  modelConfig,
  modelMethods,
  notebookNames,
  userToken,
  wrapperCalls,
} from "./libraries.js";

/** Who watches what an agent does with libraries: what it uses is seen so. */
export type Sinks = Pick<Observer, "calls" | "called" | "assigned" | "variableRead" | "loadsVariables">;

const nobody: Sinks = {
  calls: {},
  called: () => false,
  assigned: () => undefined,
  variableRead: () => undefined,
  loadsVariables: () => undefined,
};

/** MLflow around an agent's code: it gives it its configuration, and takes the model that it sets. */
export class AgentObserver implements Observer {
  readonly ambient = notebookNames;
  /** What was given to each call of `set_model`, in order; undefined where it was given nothing. */
  readonly models: { value: Value | undefined; site: Site }[] = [];
  readonly calls: { readonly [path: string]: LibraryCall };

  /**
   * @param config the model configuration, where there is one
   * @param sinks who watches
   */
  constructor(
    private readonly config: Value | undefined,
    private readonly sinks: Sinks = nobody,
  ) {
    const setModel: LibraryCall = (called) => this.setModel(called);
    const made: LibraryCall = ({ engine, given }) =>
      modelConfig(engine, config, argument(given, 0, "development_config"));
    this.calls = {
      ...wrapperCalls,
      "mlflow.models.set_model": setModel,
      "mlflow.models.model.set_model": setModel,
      "mlflow.models.ModelConfig": made,
      "mlflow.models.model_config.ModelConfig": made,
      ...sinks.calls,
    };
  }

  private setModel({ engine, given, site }: Parameters<LibraryCall>[0]): Value {
    const model = argument(given, 0, "model");
    this.models.push({ value: model === undefined ? undefined : engine.visible(model), site });
    return none;
  }

  exports(module: string): readonly string[] {
    return exportsOf.get(module) ?? [];
  }

  attribute(engine: Engine, path: string): Value | undefined {
    return path === "mlflow.pyfunc.PythonModelContext().model_config"
      ? modelConfig(engine, this.config, undefined)
      : undefined;
  }

  keyed(key: string): Value | undefined {
    return userToken(key);
  }

  argument(of: PythonFunction, parameter: string): Value | undefined {
    return parameter === "context" && of.owner !== undefined
      ? [external("mlflow.pyfunc.PythonModelContext()")]
      : undefined;
  }

  methodsOf(base: string): readonly string[] | undefined {
    return modelBase.test(base) ? modelMethods : undefined;
  }

  decorator(path: string): ReturnType<Observer["decorator"]> {
    return decoratorOf(path);
  }

  called(engine: Engine, of: External, given: Given, site: Site, made: Alternative): boolean {
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
