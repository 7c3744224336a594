import type { Sinks } from "../../agentCode/observer.js";
import type { Engine } from "../../python/engine/engine.js";
import type { Site } from "../../python/engine/scope.js";
import type { LibraryCall } from "../../python/library/types.js";
import type { Alternative, External, Given, Value } from "../../python/values/types.js";
import type { Collector } from "../report/collector.js";
import { clientOf, report, reportPending } from "./index.js";
import { isDatabricksBase } from "./openaiClients.js";
import { namesNoProvider } from "./prefixed.js";
import { isUser, noteAttribute } from "./user.js";

/** Watches an agent's code and keeps what it uses. */
export class UseSinks implements Sinks {
  /** Models of the agents SDK that are named by text alone. */
  readonly pendingModels: { engine: Engine; model: Value; site: Site; of: External }[] = [];
  /** Whether the default client of the OpenAI agents SDK is one of Databricks, and acts for the user. */
  private defaultClient: { user: boolean } | undefined;

  constructor(readonly collector: Collector) {}

  readonly calls: { readonly [path: string]: LibraryCall } = {
    "agents.set_default_openai_client": ({ given }) => {
      const [client] = given.positional[0] ?? [];
      if (client?.kind === "external" && isDatabricksBase(client.external) === "yes")
        this.defaultClient = { user: isUser([client]) };
      return undefined;
    },
  };

  called(engine: Engine, of: External, given: Given, site: Site, made: Alternative): boolean {
    return report(this, engine, of, given, site, made);
  }

  client(path: string): string | undefined {
    return clientOf(path);
  }

  assigned(of: External, name: string, value: Value): void {
    noteAttribute(of, name, value);
  }

  variableRead(name: string, required: boolean, site: Site, instead: readonly string[]): void {
    this.collector.addVariable(name, required, site, instead);
  }

  loadsVariables(): void {
    this.collector.loadsDotenv = true;
  }

  again(): void {
    this.collector.again();
  }

  /** Ends the watch: what had to wait for the whole code is told now. */
  end(): void {
    // Whose model a text names is not known as long as the text is not.
    for (const { engine, of, model, site } of this.pendingModels)
      if (this.defaultClient === undefined) reportPending(this, engine, of, model.filter(namesNoProvider), site, false);
      else reportPending(this, engine, of, model, site, this.defaultClient.user);
  }
}
