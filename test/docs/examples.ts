import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const root = join(__dirname, "../..");

const module = z.object({ documentedExamples: z.function({ output: z.promise(z.unknown()) }) });
const list = z.array(z.object({ where: z.string(), program: z.string().min(1) })).min(5);

/** An example of the documentation. */
export interface Example {
  /** Where it stands, for the name of its test. */
  where: string;
  /** TypeScript text. */
  program: string;
}

/** Every example that the README and the doc comments show, as `npm run docs` finds them. */
export async function documentedExamples(): Promise<Example[]> {
  const loaded = module.parse(await import(pathToFileURL(join(root, "scripts/docs/examples.mjs")).href));
  return list.parse(await loaded.documentedExamples());
}
