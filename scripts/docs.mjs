// `npm run docs`: makes docs/reference from the doc comments. `--check` only compares, `--picture` draws the README's picture.
import { checkReference, writeReference } from "./docs/write.mjs";
import { Failure, main } from "./lib/failure.mjs";
import { print, step } from "./lib/progress.mjs";
import { ensureNpm } from "./setup/npm.mjs";

await main(async () => {
  const [option, ...more] = process.argv.slice(2);
  if (more.length > 0 || ![undefined, "--check", "--picture"].includes(option)) {
    throw new Failure(`There is no option ${[option, ...more].join(" ")}.`, "npm run docs [-- --check | --picture]");
  }
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  if (option === "--check") {
    const { failed, details } = await checkReference();
    print(failed === 0 ? "docs/reference is what the sources say" : details);
    return failed === 0 ? 0 : 1;
  }
  if (option === "--picture") {
    const { drawPreview } = await import("./docs/picture.mjs");
    print(`wrote ${await drawPreview((text) => print(text))}`);
    return 0;
  }
  const changed = await writeReference();
  print(
    changed.length === 0
      ? "docs/reference is up to date"
      : changed.map((name) => `wrote docs/reference/${name}`).join("\n"),
  );
  return 0;
});
