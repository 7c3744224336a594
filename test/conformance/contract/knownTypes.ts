import { join } from "node:path";
import { z } from "zod";
import { run } from "../../../workspace/environment/run.js";

/** What is known of a value: nothing that is in it, everything, or what is in it. */
export type Shape = "leaf" | "any" | { list: Shape } | { map: Shape } | { ref: string };

const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.union([
    z.enum(["leaf", "any"]),
    z.strictObject({ list: shapeSchema }),
    z.strictObject({ map: shapeSchema }),
    z.strictObject({ ref: z.string() }),
  ]),
);

const routeSchema = z.object({
  method: z.string(),
  /** With `{}` for what is put in; where no slash is before it, for any number of parts. */
  path: z.string(),
  source: z.enum(["databricks-sdk", "mlflow"]),
  request: z.array(shapeSchema),
  answer: z.array(shapeSchema),
});

const schema = z.object({
  versions: z.record(z.string(), z.string()),
  routes: z.array(routeSchema),
  types: z.record(z.string(), z.record(z.string(), shapeSchema)),
});

/** Types of fields, by type and field. */
export type Types = z.infer<typeof schema>["types"];

/** What is known of one route. */
export type KnownRoute = z.infer<typeof routeSchema>;

/** Routes and types of Databricks' SDK and of MLflow's protos. */
export class Known {
  readonly versions: Readonly<Record<string, string>>;
  readonly types: Types;
  readonly #routes: readonly { route: KnownRoute; pattern: RegExp }[];

  constructor({ versions, routes, types }: z.infer<typeof schema>) {
    this.versions = versions;
    this.types = types;
    this.#routes = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  }

  /** Reads them from the packages of an interpreter. */
  static async read(python: string): Promise<Known> {
    const ended = await run([python, join(__dirname, "known_types.py")], { timeout: 120_000 });
    const last = ended.stdout.trimEnd().split("\n").at(-1) ?? "";
    if (ended.code !== 0) throw new Error(`known_types.py ended with ${ended.code}:\n${ended.stderr}`);
    return new Known(schema.parse(JSON.parse(last)));
  }

  /** All that is known of the route of a request. @param path without query */
  of(method: string, path: string): KnownRoute[] {
    return this.#routes
      .filter(({ route, pattern }) => route.method === method && pattern.test(path))
      .map(({ route }) => route);
  }
}

function patternOf(path: string): RegExp {
  const text = path.split("{}").map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  const [first = "", ...rest] = text;
  const joined = rest.reduce((whole, part) => whole + (whole.endsWith("/") ? "[^/]+" : "/.*") + part, first);
  return new RegExp(`^${joined}/?$`);
}
