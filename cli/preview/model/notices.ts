import { isTracingOn } from "../../../provider/resources/servingEndpoint/tracingOn.js";
import { type Change, listOf, mapOf, type Properties } from "./change.js";
import { newVersion } from "./endpoint.js";
import type { AgentReport, EndpointChange, ModelChange } from "./report.js";
import { shownText, unknownText } from "./shown.js";

/** What those who use the agents will notice, most serious first. */
export function noticesOf(agents: readonly AgentReport[], changes: readonly Change[]): string[] {
  const byName = new Map(changes.map((change) => [`${change.kind} ${change.name}`, change]));
  const notices: { rank: number; text: string }[] = [];
  const say = (rank: number, text: string) => notices.push({ rank, text });
  for (const { endpoints, models } of agents) {
    for (const endpoint of endpoints) endpointNotice(endpoint, byName.get(`ServingEndpoint ${endpoint.name}`), say);
    for (const model of models) modelNotice(model, byName.get(`RegisteredModel ${model.name}`), say);
  }
  return notices.sort((a, b) => a.rank - b.rank).map(({ text }) => text);
}

type Say = (rank: number, text: string) => void;

function endpointNotice(endpoint: EndpointChange, change: Change | undefined, say: Say): void {
  const name = `Endpoint ${endpoint.endpoint}`;
  switch (endpoint.action) {
    case "create":
      say(5, `${name} ${beginning(change)}`);
      return;
    case "import":
      say(5, `${name} is taken over as it is.`);
      return;
    case "delete":
      if (endpoint.stays === true) say(4, `${name} goes on serving: the program only lets go of it.`);
      else if (isOthers(change?.before)) say(4, `${name} stays: what the program declared of it is taken back.`);
      else say(0, `${name} goes away: whoever calls it gets an error.`);
      return;
    case "replace": {
      const [before, after] = [
        shownText(String(change?.before?.name ?? "")),
        shownText(String(change?.after?.name ?? "")),
      ];
      if (endpoint.stays === true && before !== after)
        say(4, `Endpoint ${before} goes on serving beside ${after}: the program only lets go of it.`);
      else if (before === after) say(0, `${name} is removed and made again: no answers until the new one is ready.`);
      else say(0, `Endpoint ${before} goes away and ${after} takes its place: callers need the new URL.`);
      return;
    }
    default:
  }
  const rolled = endpoint.traffic.filter(({ before, after }) => before !== after);
  if (rolled.length > 0) {
    const gains = rolled.filter(({ before = 0, after = 0 }) => after > before);
    const share = gains
      .map(({ entity, after = 0 }) => `${after} % from ${entity === newVersion ? "a new version" : entity}`)
      .join(", ");
    say(2, `${name} answers ${share === "" ? "from other versions" : share}; ${meanwhile(change, gains)}.`);
  } else if (endpoint.environment.length > 0) {
    say(3, `${name} restarts the agent with changed environment variables.`);
  }
  for (const { name: setting, after } of endpoint.settings) {
    if (setting === "scaleToZero" && after === "true")
      say(3, `${name} stops when nobody asks: the next question waits for it to start.`);
    if (after !== undefined && (setting === "workloadSize" || setting === "workloadType"))
      say(4, `${name} moves to ${after} compute.`);
  }
  recordingNotices(name, endpoint, change, say);
  if (
    endpoint.traffic.length > 0 &&
    rolled.length === 0 &&
    endpoint.environment.length === 0 &&
    endpoint.settings.length === 0
  ) {
    const stopped = change?.outputs.state === "STOPPED";
    say(
      3,
      `${name} ${stopped ? "is stopped, and is started" : "was not ready or has drifted, and is brought in order"}.`,
    );
  }
}

/** What of the callers' requests is kept from now on, or is not any more. */
function recordingNotices(name: string, { environment }: EndpointChange, change: Change | undefined, say: Say): void {
  const tracing = environment.find((entry) => entry.name.split("/").at(-1) === "ENABLE_MLFLOW_TRACING");
  const isOn = (value?: string) => isTracingOn({ ENABLE_MLFLOW_TRACING: value });
  // What is known after the update only may be either.
  if (tracing !== undefined && tracing.after !== unknownText && isOn(tracing.before) !== isOn(tracing.after))
    say(3, `${name} ${isOn(tracing.after) ? "records traces from now on" : "no longer records traces"}.`);
  const hasTable = (properties: Properties | undefined) => mapOf(properties?.aiGateway).inferenceTable !== undefined;
  if (!hasTable(change?.before) && hasTable(change?.after))
    say(3, `${name} records all requests and answers in an inference table from now on.`);
}

/** Whether the program adopts an endpoint and says nothing of what it runs. */
function isOthers(properties: Properties | undefined): boolean {
  return properties !== undefined && properties.model === undefined && properties.servedEntities === undefined;
}

function beginning(change: Change | undefined): string {
  if (isOthers(change?.after)) return "is adopted: what it runs stays as it is.";
  const adopt = change?.after?.adopt;
  return adopt === undefined || adopt === false ? "is new." : "is new, or taken over where it exists already.";
}

/** What callers get until the update is through. */
function meanwhile(change: Change | undefined, gains: EndpointChange["traffic"]): string {
  const served = change?.outputs.served;
  const serving = listOf(served).some((entity) => mapOf(entity).state === "READY" && mapOf(entity).percentage !== 0);
  if (served !== undefined && !serving) return "it serves nothing until that is ready";
  if (change?.outputs.state === "STOPPED") return "it is stopped, and answers nothing until that is ready";
  const there = gains.length > 0 && gains.every(({ before }) => before !== undefined);
  if (there) return gains.length === 1 ? "it is there already" : "they are there already";
  if (gains.length === 0) return "they are there already";
  if (gains.some(({ version, before }) => before === undefined && version === newVersion))
    return "the old version serves until the new one is ready";
  return "what serves now goes on until that is ready";
}

function modelNotice(model: ModelChange, change: Change | undefined, say: Say): void {
  if (model.action === "delete" || model.action === "replace") {
    const all =
      change?.before?.forceDestroy === true ? "with all its versions" : "if it has no versions, else the update fails";
    const old = shownText(String(change?.before?.name ?? model.model));
    if (model.stays === true)
      say(4, `Registered model ${old} stays with its versions: the program only lets go of it.`);
    else say(1, `Registered model ${old} is deleted ${all}.`);
  }
  for (const { alias, before, after } of model.aliases) {
    if (model.action === "create" || model.action === "delete" || model.action === "replace") continue;
    if (after === undefined) say(2, `Alias ${alias} of ${model.model} goes: loading by it fails.`);
    else if (before !== undefined)
      say(
        3,
        `Alias ${alias} of ${model.model} moves: whoever loads by it gets ${after === newVersion ? "the new version" : `version ${after}`}.`,
      );
  }
}
