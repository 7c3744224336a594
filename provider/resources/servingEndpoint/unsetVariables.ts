import { z } from "zod";
import { type CodeFacts, type EnvironmentRead, isSetBy, rememberedFacts } from "../../agentCode/codeFacts.js";
import { nearest } from "../../lifecycle/nearest.js";
import { isUnknown } from "../../lifecycle/unknown.js";
import type { Validated } from "../../lifecycle/validate.js";
import { isTracingOn } from "./tracingOn.js";

/**
 * Variables that the place an agent runs in sets by itself, so that nobody has to: the serving container's own, Python's,
 * and those that MLflow and accelerators have defaults for. Names that people choose have no place here, whatever they begin
 * with: an agent that reads `DB_PASSWORD`, `AWS_SECRET_ACCESS_KEY` or `DATABRICKS_WAREHOUSE_ID` is given none by itself.
 */
const setByTheContainer = new RegExp(
  `^(?:${[
    "DATABRICKS_(?:HOST|TOKEN|CLIENT_ID|CLIENT_SECRET|RUNTIME_VERSION|MODEL_\\w+|SERVING_\\w+)",
    "DB_MODEL_\\w+",
    "IS_IN_\\w+",
    // Which experiment traces go to is the endpoint's to say.
    "MLFLOW_(?!EXPERIMENT)\\w+",
    "AWS_(?:REGION|DEFAULT_REGION|CONTAINER_\\w+|EXECUTION_ENV)",
    "(?:PYTHON|LC_|GUNICORN_|CONDA|NVIDIA_|CUDA_|OMP_|MKL_|KUBERNETES_|XDG_)\\w*",
    "VIRTUAL_ENV|NO_COLOR|CI|TERM|ENABLE_MLFLOW_TRACING",
    "(?:HTTPS?|NO|ALL)_PROXY",
  ].join("|")})$`,
  "i",
);
const usual =
  /^(?:PATH|HOME|LANG|LANGUAGE|USER|USERNAME|LOGNAME|HOSTNAME|HOST|PORT|PWD|OLDPWD|SHELL|SHLVL|TMPDIR|TEMP|TMP|TZ|LD_LIBRARY_PATH|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|EDITOR|DISPLAY)$/;

const variables = z.record(z.string(), z.unknown());
const served = z.object({ model: z.unknown().optional(), environment: z.unknown().optional() });
const withDigest = z.object({ digest: z.string() });

/** What an agent reads and its endpoint does not set, in words. */
export interface UnsetWords {
  warnings: string[];
  hints: string[];
}

/**
 * Variables that the code of a served agent reads and the endpoint does not set: without a default or a look whether they
 * are there, the agent fails when it is loaded or asked. Only an agent whose code is read in the same run is judged.
 *
 * @param inputs the arguments with what follows from them
 * @param recorded inputs of the run before; empty for a new endpoint
 */
export function unsetVariables(
  { faulty, unknown }: Validated,
  inputs: Record<string, unknown>,
  recorded: Record<string, unknown>,
): UnsetWords {
  const words: UnsetWords = { warnings: [], hints: [] };
  if (
    ["model", "servedEntities", "environment"].some(
      (name) => faulty.has(name) || (unknown.has(name) && isUnknown(inputs[name])),
    )
  )
    return words;
  const entities = z.array(served).safeParse(inputs.servedEntities).data;
  const all = entities ?? [{ model: inputs.model, environment: undefined }];
  all.forEach(({ model, environment }, index) => {
    const facts = factsOf(model);
    if (facts === undefined || isUnknown(environment)) return;
    const set = {
      ...variables.safeParse(inputs.environment ?? {}).data,
      ...variables.safeParse(environment ?? {}).data,
    };
    const where = entities === undefined ? "environment" : `servedEntities[${index}].environment`;
    // Of an endpoint whose program says nothing of variables, those of the version that is served stay.
    const stays = inputs.environment === undefined && environment === undefined && Object.keys(recorded).length > 0;
    if (!facts.traced && isTracingOn(set)) words.hints.push(`${where}: ${untraced}`);
    say(words, where, missing(facts.reads, set), stays, Object.keys(set));
  });
  return words;
}

const untraced =
  "tracing is on, and nothing in the agent's code begins a trace: call `mlflow.<library>.autolog()` where it is loaded, or put " +
  "`@mlflow.trace` on what is to be seen. Of the interfaces only a ResponsesAgent is traced by itself.";

/** What reading told of the agent that a model holds; undefined where its code was not read in this run. */
function factsOf(model: unknown): CodeFacts | undefined {
  const digest = withDigest.safeParse(model).data?.digest;
  return digest === undefined || isUnknown(digest) ? undefined : rememberedFacts(digest);
}

function missing(reads: readonly EnvironmentRead[], set: Record<string, unknown>): EnvironmentRead[] {
  const names = Object.keys(set);
  return reads.filter((read) => !isSetBy(read, names) && !setByTheContainer.test(read.name) && !usual.test(read.name));
}

function say(
  { warnings, hints }: UnsetWords,
  where: string,
  reads: readonly EnvironmentRead[],
  stays: boolean,
  set: readonly string[],
): void {
  for (const { name, file, line } of reads.filter(({ required }) => required)) {
    const meant = nearest(name, set);
    const hint = meant === undefined ? "" : ` It sets ${meant}: is that the one?`;
    const text = `${where}: the agent reads the environment variable ${name} (${file}:${line}), and the endpoint does not set it`;
    if (stays) hints.push(`${text} in this program; what is served now may have it.`);
    else {
      warnings.push(
        `${text}, so the agent fails there.${hint} Set it, with a value or \`secretRef("scope", "key")\`, give the code a default, ` +
          "or name it in the agent's `environmentVariables` where something else sets it.",
      );
    }
  }
  const optional = reads.filter(({ required }) => !required).map(({ name, file, line }) => `${name} (${file}:${line})`);
  if (optional.length === 0) return;
  const shown = optional.slice(0, 8).join(", ");
  const more = optional.length > 8 ? `, and ${optional.length - 8} more` : "";
  hints.push(
    `${where}: the endpoint does not set these environment variables, which the agent reads in ways that do not fail by themselves: ${shown}${more}.`,
  );
}
