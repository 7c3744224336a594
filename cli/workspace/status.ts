import { findRunning } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";
import { fetchOverview } from "./overview.js";

/** `status`: exit code 0 while it runs, 3 while it does not. */
export async function status(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running === undefined) {
    console.log(options.json ? JSON.stringify({ running: false, data: options.data }) : "not running");
    return 3;
  }
  const { endpoints, unknown } = await fetchOverview(running);
  if (options.json) {
    const { host, pid, version } = running;
    console.log(JSON.stringify({ running: true, data: options.data, host, pid, version, endpoints, unknown }));
    return 0;
  }
  console.log(`running at ${running.host} (process ${running.pid}, version ${running.version})`);
  console.log(`data: ${options.data}`);
  for (const endpoint of endpoints) {
    console.log(`endpoint ${endpoint.name}: ${endpoint.ready}, ${endpoint.update}`);
  }
  for (const [route, count] of Object.entries(unknown)) {
    console.log(`not covered: ${route} (asked ${count} times)`);
  }
  return 0;
}
