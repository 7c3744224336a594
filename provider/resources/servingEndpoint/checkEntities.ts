import { z } from "zod";
import type { Problem } from "../../errors.js";
import { pathText } from "../../lifecycle/describe.js";
import { nearest } from "../../lifecycle/nearest.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { adoptionProblems, adoptsOnly } from "./adopted.js";
import { wantedConfig } from "./config.js";
import { settings } from "./entity.js";
import { type ServedEntityInput, servedEntitySchema } from "./entitySchema.js";
import { isSecretKey, knownKeys } from "./externalModel.js";
import type { ServingEndpointInputs } from "./schema.js";

/** Entities as far as they were validated; one that is not fully known is left out. */
export function entitiesOf({ inputs }: Validated): [ServedEntityInput, number][] {
  const { servedEntities } = inputs;
  if (!Array.isArray(servedEntities)) return [];
  return servedEntities.flatMap((entity: unknown, index) => {
    const parsed = servedEntitySchema.safeParse(entity);
    return parsed.success ? [[parsed.data, index] as [ServedEntityInput, number]] : [];
  });
}

function problem(path: string, message: string): Problem {
  return { code: "invalidArgument", path, message };
}

/** What is wrong with what the endpoint is to run, all at once. */
export function entityProblems(validated: Validated): Problem[] {
  if (adoptsOnly(validated)) return [...adoptionProblems(validated), ...policyProblems(validated)];
  return [
    ...policyProblems(validated),
    ...sourceProblems(validated),
    ...sizeProblems("", validated.inputs, validated.inputs.model !== undefined),
    ...entitiesOf(validated).flatMap(([entity, index]) => ownProblems(entity, index)),
    ...trafficProblems(validated),
  ];
}

/** Two names of one thing. */
function policyProblems(validated: Validated): Problem[] {
  const { usagePolicy, budgetPolicy } = validated.inputs;
  if (!usable(validated, "usagePolicy", "budgetPolicy")) return [];
  if (usagePolicy === undefined || budgetPolicy === undefined || usagePolicy === budgetPolicy) return [];
  return [problem("usagePolicy", "it is the newer name of `budgetPolicy`, which says another: keep one of them.")];
}

function sourceProblems(validated: Validated): Problem[] {
  if (!usable(validated, "model", "servedEntities")) return [];
  const { model, servedEntities } = validated.inputs;
  if ((model === undefined) !== (servedEntities === undefined)) return [];
  const message =
    model === undefined
      ? "it is required: a RegisteredModel, or `servedEntities` where the endpoint runs several versions. For tags, gateway " +
        "or permissions of an endpoint whose model is somebody else's, say `adopt: true`."
      : "give either `model` or `servedEntities`, not both.";
  return [problem("model", message)];
}

function ownProblems(entity: ServedEntityInput, index: number): Problem[] {
  const { model, externalModel } = entity;
  const at = `servedEntities[${index}]`;
  const problems = sizeProblems(at, entity, true);
  if ((model === undefined) === (externalModel === undefined)) {
    const message =
      model === undefined
        ? "it needs a `model`, or an `externalModel`."
        : "give either `model` or `externalModel`, not both.";
    problems.push(problem(at, message));
  }
  if (externalModel === undefined) return problems;
  const own = [...settings.map(({ key }) => key), "environment", "scaleToZero"] as const;
  for (const key of own) {
    if (entity[key] === undefined) continue;
    problems.push(problem(`${at}.${key}`, "an external model runs elsewhere: it has none."));
  }
  for (const [key, value] of Object.entries(externalModel.config ?? {})) {
    const path = pathText(["servedEntities", index, "externalModel", "config", key]);
    problems.push(...configProblems(externalModel.provider, key, value, path));
  }
  return problems;
}

function configProblems(
  provider: Parameters<typeof knownKeys>[0],
  key: string,
  value: string | Record<string, string>,
  path: string,
): Problem[] {
  if (/plaintext$/i.test(key)) {
    const name = key.replace(/_?plaintext$/i, "");
    return [
      problem(path, `give \`${name}\` a Pulumi secret or \`secretRef(…)\`; which one it is decides how it is sent.`),
    ];
  }
  const known = knownKeys(provider);
  if (known.includes(key)) {
    return isSecretKey(provider, key) && value === "" ? [problem(path, "it must not be empty.")] : [];
  }
  const meant = nearest(key, known);
  const hint = meant === undefined ? `It takes: ${known.join(", ")}.` : `Did you mean \`${meant}\`?`;
  return [problem(path, `${provider} has no such entry. ${hint}`)];
}

type Sized = Readonly<Partial<Record<string, unknown>>>;

/** The ways to say how large something is exclude each other. */
function sizeProblems(at: string, sized: Sized, isModel: boolean): Problem[] {
  const path = (key: string) => (at === "" ? key : `${at}.${key}`);
  const problems: Problem[] = [];
  const groups = new Map<string, string>();
  for (const { key, sizing } of settings) {
    if (sizing !== undefined && sized[key] !== undefined && !groups.has(sizing)) groups.set(sizing, key);
  }
  const [first, ...others] = groups.values();
  if (first !== undefined && others.length > 0) {
    const list = others.map((key) => `\`${key}\``).join(" and ");
    problems.push(
      problem(
        path(first),
        `${list} ${others.length === 1 ? "says" : "say"} how large it is in another way: give one of them.`,
      ),
    );
  }
  for (const what of ["Concurrency", "Throughput"]) {
    const [low, high] = [sized[`minProvisioned${what}`], sized[`maxProvisioned${what}`]];
    if (typeof low === "number" && typeof high === "number" && low > high) {
      problems.push(problem(path(`minProvisioned${what}`), `${low} is more than \`maxProvisioned${what}\`, ${high}.`));
    }
  }
  for (const key of ["minProvisionedConcurrency", "maxProvisionedConcurrency"]) {
    const value = sized[key];
    if (typeof value === "number" && value % 4 !== 0) {
      problems.push(problem(path(key), `concurrency is given in steps of 4 (given: ${value}).`));
    }
  }
  if (sized.burstScaling === true && !groups.has("throughput") && !groups.has("units") && isModel) {
    const message =
      "bursts go beyond a provisioned throughput: give `maxProvisionedThroughput` or `provisionedModelUnits`.";
    problems.push(problem(path("burstScaling"), message));
  }
  return problems;
}

function trafficProblems(validated: Validated): Problem[] {
  if (!usable(validated, "traffic")) return [];
  const { traffic } = validated.inputs as Partial<ServingEndpointInputs>;
  const problems: Problem[] = [];
  if (traffic !== undefined) {
    const total = traffic.reduce((sum, { percentage }) => sum + percentage, 0);
    if (total !== 100) {
      const shares = traffic.map(({ percentage }) => percentage).join(" + ") || "nothing";
      problems.push(problem("traffic", `the percentages must add up to 100, but ${shares} is ${total}.`));
    }
  }
  if (!usable(validated, "servedEntities", "model")) return problems;
  const names = wantedConfig(validated.inputs as Partial<ServingEndpointInputs>).entities.map(({ name }) => name);
  const twice = z
    .array(z.string())
    .parse(names)
    .find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    problems.push(problem("servedEntities", `two of them are named "${twice}": give one a \`name\` of its own.`));
  }
  if (names.length > 15) problems.push(problem("servedEntities", `an endpoint has at most 15, not ${names.length}.`));
  traffic?.forEach(({ servedEntity }, index) => {
    if (names.includes(servedEntity)) return;
    const message = `there is no served entity "${servedEntity}"; there are: ${names.join(", ")}.`;
    problems.push(problem(`traffic[${index}].servedEntity`, message));
  });
  return problems;
}
