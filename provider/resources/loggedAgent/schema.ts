import { z } from "zod";
import { unknownCode } from "../../checks/index.js";
import type { Json } from "../../http/index.js";
import { computed, type InputsOf, record, replace, update } from "../../lifecycle/fields.js";
import { policyArgumentsSchema, systemResourcesSchema } from "../../policy/schema.js";

const text = z.string().min(1, "it must not be empty");
const json: z.ZodType<Json> = z.json();
const lines = z.union([text, z.array(text)]).optional();
const tags = z.record(text, z.string()).optional();

const allowed = z.strictObject({
  finding: text.superRefine((code, context) => {
    const message = unknownCode(code);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }),
  resource: text.optional(),
  reason: z.string().regex(/\S/, "a reason is needed: whoever reviews the change reads it"),
});

/** Interfaces of MLflow that an agent can have. */
export const interfaces = ["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel", "LangChain"] as const;

/** Arguments of a LoggedAgent. */
export const fields = {
  name: replace(
    z
      .string()
      .regex(/^[^/:.%"']{1,250}$/, "a model name must not contain / : . % \" or '")
      .optional(),
    "a logged model cannot be renamed",
  ),
  experiment: replace(text.optional(), "a logged model cannot move to another experiment"),
  code: update(text, "other code is another version of the agent"),
  codePaths: update(z.array(text).optional(), "other code is another version of the agent"),
  artifacts: update(z.record(text, text).optional(), "other files are another version of the agent"),
  modelConfig: update(z.union([text, z.record(z.string(), json)]).optional(), "it is part of the agent's content"),
  requirements: update(lines, "another environment is another version of the agent"),
  extraRequirements: update(lines, "another environment is another version of the agent"),
  constraints: update(lines, "another environment is another version of the agent"),
  pythonVersion: update(
    z
      .string()
      .regex(/^3\.\d{1,2}\.\d{1,2}$/, "a Python release, such as 3.11.7")
      .optional(),
    "another environment is another version of the agent",
  ),
  inputExample: update(json.optional(), "it is part of the agent's content"),
  signature: update(
    z.strictObject({ inputs: json.optional(), outputs: json.optional(), params: json.optional() }).optional(),
    "it is part of the agent's content",
  ),
  metadata: update(z.record(z.string(), json).optional(), "it is part of the agent's content"),
  prompts: update(
    z.array(z.string().regex(/^prompts:\/\S+$/, "an address of a prompt, such as prompts:/greeting/3")).optional(),
    "MLmodel records them when the model is logged: other ones are another model",
  ),
  environmentVariables: update(
    // What stands after `=` may be a secret, so the value is not shown.
    z
      .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of an environment variable, without a value"))
      .optional(),
    "MLmodel records them when the model is logged: other ones are another model",
  ),
  interface: update(z.enum(interfaces).optional(), "it decides how MLflow loads the agent"),
  mlflowVersion: update(
    z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, "an MLflow release, such as 3.17.2")
      .optional(),
    "it decides the format of the files and the pinned requirement",
  ),
  ignore: update(z.array(text).optional(), "other files are another version of the agent"),
  modelType: update(text.optional(), "MLflow records it when the model is logged: another one is another model"),
  params: update(tags, "MLflow records them when the model is logged: other ones are another model"),
  tags: update(tags, "tags can be changed on the logged model"),
  resources: update(systemResourcesSchema.optional(), "what an agent may use is part of its content"),
  authPolicy: update(policyArgumentsSchema.optional(), "what an agent may touch is part of its content"),
  retain: update(
    z.strictObject({ versions: z.number().int().min(1, "the model in use always stays: at least 1") }).optional(),
    "earlier models beyond it are deleted",
  ),
  shared: update(z.boolean().optional(), "who uses a shared model is noted on it"),
  validate: record(
    z
      .union([
        z.enum(["static", "install", "load", "predict"]),
        z.strictObject({
          mode: z.enum(["static", "install", "load", "predict"]),
          timeoutSeconds: z.number().int().min(1).max(3600).optional(),
          credentials: z.enum(["none", "deployer"]).optional(),
        }),
      ])
      .optional(),
    "it decides what is tried before the agent is logged, and nothing of what is logged",
  ),
  warningsAsErrors: record(z.boolean().optional(), "it only matters while the agent is checked"),
  allow: record(z.array(allowed).optional(), "it decides what stops an update, and nothing of what is logged"),
  keepOnDestroy: record(z.boolean().optional(), "it decides what the deletion leaves"),
  files: computed(z.record(z.string(), z.string()), "update", "names each file that changed"),
  digest: computed(z.string(), "update", "other content is another version of the agent"),
};

/** Inputs of a LoggedAgent after `check`. */
export type LoggedAgentInputs = InputsOf<typeof fields>;

/** What the state holds beyond the inputs. */
export const outputs = z.object({
  modelId: z.string(),
  modelUri: z.string(),
  experimentId: z.string(),
  status: z.string(),
  // Earlier models that could not be deleted: the next run tries again.
  leftover: z.array(z.string()).optional(),
});

/** Outputs of a LoggedAgent. */
export type LoggedAgentOutputs = z.infer<typeof outputs>;
