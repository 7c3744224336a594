// `npm run stop`: ends the local workspace that `npm start` started, and only that. Its data stays.
import { main } from "./lib/failure.mjs";
import { print } from "./lib/progress.mjs";
import { stopWorkspace } from "./start/workspace.mjs";

await main(async () => print(await stopWorkspace()));
