import { text } from "node:stream/consumers";
import { z } from "zod";
import { route, type Workspace } from "../../provider/http/index.js";
import { type Column, columnForms, type Inputs } from "./columns.js";
import { jsonOf } from "./json.js";

const property = z.object({ type: z.string().optional().catch(undefined) });
const object = z.object({
  properties: z.record(z.string(), property),
  required: z.array(z.string()).optional(),
});
const rows = z.object({ properties: z.object({ dataframe_records: z.object({ items: object }) }) });
const request = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({
        "application/json": z.object({ schema: z.looseObject({ oneOf: z.array(z.unknown()).optional() }) }),
      }),
    }),
  }),
});
const openApi = z.object({ paths: z.record(z.string(), z.unknown()) });

/**
 * What an entity takes, from the schema of its endpoint in OpenAPI: the fields of a body, or of a table's rows.
 *
 * @returns undefined where it does not say
 */
export async function inputsOfEndpoint(
  workspace: Workspace,
  endpoint: string,
  entity: string,
): Promise<Inputs | undefined> {
  const path = route`/api/2.0/serving-endpoints/${endpoint}/openapi`;
  const answer = await workspace.download({ method: "GET", path, headers: { accept: "text/plain, application/json" } });
  const { data } = openApi.safeParse(jsonOf(await text(answer.body)));
  const found = request.safeParse(data?.paths[`/served-models/${entity}/invocations`]).data;
  const schema = found?.post.requestBody.content["application/json"].schema;
  if (schema === undefined) return undefined;
  const forms = schema.oneOf ?? [schema];
  const tables = forms.flatMap((form) => rows.safeParse(form).data?.properties.dataframe_records.items ?? []);
  const { dataFields } = await columnForms();
  // Fields that are the inputs themselves, and not the ways to send them.
  const bodies = forms
    .flatMap((form) => object.safeParse(form).data ?? [])
    .filter(({ properties }) => !dataFields.some((name) => Object.hasOwn(properties, name)));
  const [taken] = [...tables, ...bodies];
  const columns = taken === undefined ? [] : columnsOf(taken);
  return columns.length === 0 ? undefined : { columns, objects: false };
}

function columnsOf({ properties, required }: z.infer<typeof object>): Column[] {
  return Object.entries(properties).map(([name, { type = "" }]) => ({
    name,
    type,
    required: required?.includes(name) === true,
  }));
}
