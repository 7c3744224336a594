import { findRunning, otherWorkspaces, resolveCacheFolder } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";
import { fetchOverview } from "./overview.js";

/** `status`: exit code 0 while it runs, 3 while it does not. Names its folder, and the workspaces of other folders that run. */
export async function status(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  const others = (await otherWorkspaces(resolveCacheFolder(), options.data)).map(({ data, host, pid }) => ({
    data,
    host,
    pid,
  }));
  if (running === undefined) {
    if (options.json) console.log(JSON.stringify({ running: false, data: options.data, others }));
    else console.log(["not running", `data: ${options.data}`, ...tellOthers(others)].join("\n"));
    return 3;
  }
  const { endpoints, unknown, optional } = await fetchOverview(running);
  if (options.json) {
    const { host, pid, version } = running;
    const asked = { unknown, optional };
    console.log(JSON.stringify({ running: true, data: options.data, host, pid, version, endpoints, ...asked, others }));
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
  for (const { route, count, client, fallback } of optional) {
    console.log(
      `not needed: ${route} (asked ${count} times; ${client} tries it first, then ${fallback}, which is there)`,
    );
  }
  for (const line of tellOthers(others)) console.log(line);
  return 0;
}

function tellOthers(others: readonly { data: string; host: string; pid: number }[]): string[] {
  return others.map(({ data, host, pid }) => `another runs at ${host} (process ${pid}), data: ${data}`);
}
