// A workspace in a process of its own, over the built package, so that its memory and time can be told from the test's.
// Arguments: folder of the built package, data folder, seconds until an idle endpoint is stopped. Ends with its input.
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , built, data, scaleToZeroAfter] = process.argv;
const { startWorkspace } = createRequire(import.meta.url)(join(built, "workspace", "index.js"));
const workspace = await startWorkspace({ data, scaleToZeroAfter: Number(scaleToZeroAfter) });
const { host, token, pid, python } = workspace;
console.log(JSON.stringify({ host, token, pid, python: python.python }));
process.stdin.once("close", () => workspace.stop().then(() => process.exit(0)));
process.stdin.resume();
