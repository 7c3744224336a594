import { AgentsError, isAgentsError } from "../../errors.js";
import { equal } from "../../lifecycle/equal.js";
import { marks } from "../../lifecycle/ownership.js";
import { tagChanges } from "../../lifecycle/tags.js";
import { goneAfterMs, whileNotFound } from "../../wait/index.js";
import * as api from "./api.js";
import { declaresConfig } from "./config.js";
import { normalGateway, spelledGateway } from "./gatewayWire.js";
import { applyPermissions } from "./permissions.js";
import { waitUntilIdle } from "./ready.js";
import type { ServingEndpointInputs } from "./schema.js";
import type { Scope } from "./scope.js";
import type { Gateway, Notifications } from "./settingsSchema.js";

type Inputs = Partial<ServingEndpointInputs>;

/** One part of an endpoint that has a call of its own. */
interface Definition<T> {
  /** The argument. */
  readonly name: keyof ServingEndpointInputs;
  /** What the arguments say, in normal form; undefined where they say nothing, and the part is then left alone. */
  readonly wanted: (inputs: Inputs, scope: Scope) => T | undefined;
  /** What holds now, in the same form: from the endpoint, or from the state where no answer tells it. */
  readonly actual: (scope: Scope) => T | undefined;
  /** Whether only the state tells what holds: it does so where the run before came through. Default: false. */
  readonly fromState?: boolean;
  /** What it is when the program no longer declares it. */
  readonly none: T | undefined | ((scope: Scope) => T);
  /** The call that changes it. */
  readonly send: (scope: Scope, wanted: T | undefined) => Promise<void>;
  /** Whether the route is in no SDK and may be refused. */
  readonly unstable?: boolean;
  /** Whether `POST serving-endpoints` takes it too. Default: true. */
  readonly withCreation?: boolean;
}

/** A part, ready to be brought to what the arguments say. */
export interface Part {
  readonly name: string;
  readonly withCreation: boolean;
  /** Whether the program says what it should be. */
  declared(scope: Scope): boolean;
  /** Whether there is something to do. */
  differs(scope: Scope): boolean;
  /** Does it. */
  apply(scope: Scope): Promise<void>;
}

function part<T>(definition: Definition<T>): Part {
  const { name, wanted, actual, none, send, fromState = false, unstable = false, withCreation = true } = definition;
  const target = (scope: Scope): T | undefined => {
    const declared = wanted(scope.inputs, scope);
    // What was declared and is no more goes; what never was is somebody else's.
    if (declared !== undefined || wanted(scope.former, scope) === undefined) return declared;
    return none instanceof Function ? none(scope) : none;
  };
  return {
    name,
    withCreation,
    declared: (scope) => wanted(scope.inputs, scope) !== undefined,
    differs(scope) {
      const declared = wanted(scope.inputs, scope);
      if (declared === undefined && wanted(scope.former, scope) === undefined) return false;
      return (fromState && !scope.certain) || !equal(target(scope), actual(scope));
    },
    async apply(scope) {
      try {
        await whenIdle(scope, () => send(scope, target(scope)));
      } catch (error) {
        throw unstable ? refused(name, error) : error;
      }
    },
  };
}

/** Makes a call that an update in progress may have to end first. */
export async function whenIdle<T>(scope: Scope, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "conflict") throw error;
    await waitUntilIdle(scope.context, scope.workspace, scope.endpoint.name);
    return call();
  }
}

function refused(name: string, error: unknown): unknown {
  const codes = ["unsupported", "notFound", "badRequest", "permissionDenied"];
  if (!isAgentsError(error) || !codes.includes(error.code)) return error;
  const message =
    `this workspace does not let \`${name}\` of an endpoint that exists be changed: the route is in no documentation, and ` +
    `it answered: ${error.message} Everything else is done. Set it back, or run \`pulumi refresh\` and keep what is there ` +
    `with \`ignoreChanges: ["${name}"]\`; a replacement of the endpoint takes it.`;
  return new AgentsError("unsupported", message, { path: name, cause: error });
}

/** The marks are always declared, so that an adopted endpoint gets them; one whose model is somebody else's gets none. */
function wantedTags(inputs: Inputs, { context }: Scope): Record<string, string> | undefined {
  return declaresConfig(inputs) ? { ...inputs.tags, ...marks(context.identity) } : inputs.tags;
}

/** The declared settings; of an endpoint whose model is somebody else's, beside those that the program never declared. */
function wantedGateway(inputs: Inputs, scope: Scope): Gateway | undefined {
  if (inputs.aiGateway === undefined) return undefined;
  const declared = normalGateway(inputs.aiGateway);
  return declaresConfig(inputs) ? declared : { ...undeclaredGateway(scope), ...declared };
}

/** What the program declares nothing of, now or before. */
function undeclaredGateway({ endpoint, inputs, former }: Scope): Gateway {
  const declared = Object.keys({ ...former.aiGateway, ...inputs.aiGateway });
  const left = Object.entries(normalGateway(endpoint.gateway)).filter(([key]) => !declared.includes(key));
  return Object.fromEntries(left);
}

const sorted = (list: readonly string[] = []) => [...list].sort();
const addresses = ({ onUpdateSuccess, onUpdateFailure }: Notifications): Notifications => ({
  onUpdateSuccess: sorted(onUpdateSuccess),
  onUpdateFailure: sorted(onUpdateFailure),
});

/**
 * The parts of an endpoint beside what it runs, in the order in which they are brought to the arguments: all before a new
 * version rolls out, so that who may ask, what is recorded and who is told hold from its first request on; what it runs
 * comes last, because it takes longest and may fail.
 */
export const parts: readonly Part[] = [
  part({
    name: "tags",
    wanted: wantedTags,
    actual: (scope) => {
      const { endpoint, inputs, former } = scope;
      const wanted = wantedTags(inputs, scope);
      const { set, remove } = tagChanges(endpoint.tags, wanted ?? {}, former.tags ?? {});
      return Object.keys(set).length + remove.length === 0 ? wanted : endpoint.tags;
    },
    none: undefined,
    send: ({ workspace, endpoint, former }, wanted = {}) =>
      api.patchTags(workspace, endpoint.name, tagChanges(endpoint.tags, wanted, former.tags ?? {})),
  }),
  part({
    name: "description",
    wanted: ({ description }) => description,
    actual: ({ endpoint }) => endpoint.description,
    none: "",
    send: ({ workspace, endpoint }, wanted = "") => api.patchDescription(workspace, endpoint.name, wanted),
    unstable: true,
  }),
  part({
    name: "budgetPolicy",
    wanted: ({ budgetPolicy }) => budgetPolicy,
    // Answers that leave it out leave the state to tell it.
    actual: ({ endpoint, former, certain }) =>
      endpoint.budgetPolicy ?? (certain ? former.budgetPolicy : undefined) ?? "",
    none: "",
    send: ({ workspace, endpoint }, wanted = "") => api.patchBudgetPolicy(workspace, endpoint.name, wanted),
    unstable: true,
  }),
  part({
    name: "notifications",
    wanted: ({ notifications }) => (notifications === undefined ? undefined : addresses(notifications)),
    actual: ({ endpoint }) => addresses(endpoint.notifications),
    none: addresses({}),
    send: ({ workspace, endpoint }, wanted = {}) => api.patchNotifications(workspace, endpoint.name, wanted),
  }),
  part({
    name: "telemetry",
    wanted: ({ telemetry }) => telemetry,
    actual: ({ former }) => former.telemetry,
    fromState: true,
    none: undefined,
    send: ({ workspace, endpoint }, wanted) => api.patchTelemetry(workspace, endpoint.name, wanted),
  }),
  part({
    name: "permissions",
    wanted: ({ permissions }) => permissions,
    actual: ({ former }) => former.permissions,
    fromState: true,
    none: {},
    send: ({ context, workspace, endpoint, former }, wanted = {}) =>
      whileNotFound(
        context,
        `the permissions of ${endpoint.name}`,
        () => applyPermissions(context, workspace, endpoint.id, wanted, former.permissions ?? {}),
        goneAfterMs,
      ),
    withCreation: false,
  }),
  part({
    name: "aiGateway",
    wanted: wantedGateway,
    actual: ({ endpoint, inputs }) => normalGateway(spelledGateway(inputs.aiGateway, endpoint.gateway)),
    none: undeclaredGateway,
    async send({ workspace, endpoint }, wanted = {}) {
      let actual = normalGateway(spelledGateway(wanted, endpoint.gateway));
      const moved =
        wanted.inferenceTable !== undefined &&
        actual.inferenceTable !== undefined &&
        !equal(wanted.inferenceTable, actual.inferenceTable);
      if (moved) {
        // A table that is on cannot be moved: off, then on elsewhere.
        const { inferenceTable: _, ...rest } = actual;
        await api.putGateway(workspace, endpoint.name, rest, actual);
        actual = rest;
      }
      await api.putGateway(workspace, endpoint.name, wanted, actual);
    },
  }),
];
