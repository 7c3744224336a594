import type { Workspace } from "../../http/index.js";
import type { Resource } from "../../resource.js";
import { used } from "../compiled.js";
import type { Handlers } from "./handlers.js";
import type { RecordedBackends } from "./holding.js";
import { type ConfigReader, settingsFrom } from "./settings.js";

/** What `pulumi.dynamic` calls. Written out here so that loading this module does not load @pulumi/pulumi. */
export interface DynamicProvider {
  configure(request: { config: ConfigReader }): Promise<void>;
  check(olds: Values, news: Values): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }>;
  create(inputs: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }>;
  update(id: string, olds: Values, news: Values): Promise<{ outs: Values }>;
  delete(id: string, props: Values): Promise<void>;
}

type Values = Record<string, unknown>;

/** What the states of this run say of where they were kept, whichever resource's they are. */
const backends: RecordedBackends = new Map();

/** The one connection of this process: the engine starts one provider process per workspace of the stack. */
let workspace: Promise<Workspace> | undefined;
let configured: (config: ConfigReader) => void;
const configuration = new Promise<ConfigReader>((resolve) => {
  configured = resolve;
});

function connected(): Promise<Workspace> {
  workspace ??= (async () => {
    const [config, { connect }] = [await configuration, await import("../../http/index.js")];
    return connect(settingsFrom(config), process.env);
  })();
  return workspace;
}

/**
 * A resource as Pulumi's dynamic provider protocol wants it. The resource's own code is loaded at the first call, so
 * that requiring the provider stays cheap, and a stack pays only for the kinds it uses.
 *
 * @param load gives the resource
 */
// biome-ignore lint/suspicious/noExplicitAny: the transport serves every resource and knows none.
export function dynamicProvider(load: () => Promise<Resource<any, any>>): DynamicProvider {
  let handlers: Promise<Handlers> | undefined;
  const make = async () => {
    const [resource, log, { Handlers }] = await Promise.all([
      load(),
      import("./engineLog.js"),
      import("./handlers.js"),
    ]);
    return new Handlers(resource, connected, log.engineLog(process.argv[2]), backends);
  };
  const run = async <T>(verb: string, work: (handlers: Handlers) => Promise<T>): Promise<T> => {
    const { tracked } = await import("./operation.js");
    return tracked(async () => {
      handlers ??= make();
      const each = await handlers;
      used(`${each.type}.${verb}`);
      return work(each);
    });
  };
  return {
    // The protocol may call the other methods before this one has returned; they wait for `configuration`.
    configure: async (request) => configured(request.config),
    check: (olds, news) => run("check", (each) => each.check(olds, news)),
    diff: (id, olds, news) => run("diff", (each) => each.diff(id, olds, news)),
    create: (inputs) => run("create", (each) => each.create(inputs)),
    read: (id, props) => run("read", (each) => each.read(id, props)),
    update: (id, olds, news) => run("update", (each) => each.update(id, olds, news)),
    delete: (id, props) => run("delete", (each) => each.delete(id, props)),
  };
}
