// Every example that the documentation shows, for the test that runs them.
import { readdirSync, readFileSync } from "node:fs";
import { at } from "../lib/paths.mjs";
import { typescriptBlocks } from "./docComment.mjs";
import { readSdk } from "./sdkModel.mjs";

/**
 * @returns {Promise<{ where: string, program: string }[]>} the `@example`s of the sdk and the TypeScript blocks of the README
 *   and of the pages
 */
export async function documentedExamples() {
  const { exports } = await readSdk();
  const fromSdk = [...exports.values()].flatMap(({ name, file, examples }) =>
    examples.flatMap((text, index) => {
      const found = typescriptBlocks(`${text}\n`);
      if (found.length === 0) throw new Error(`${file}: example ${index + 1} of ${name} has no \`\`\`ts block`);
      return found.map((program) => ({ where: `${file}, ${name}, example ${index + 1}`, program }));
    }),
  );
  const pages = readdirSync(at("docs")).filter((name) => name.endsWith(".md"));
  const written = ["README.md", ...pages.map((name) => `docs/${name}`)].flatMap((page) =>
    typescriptBlocks(readFileSync(at(page), "utf8")).map((program, index) => ({
      where: `${page}, block ${index + 1}`,
      program,
    })),
  );
  return [...written, ...fromSdk];
}
