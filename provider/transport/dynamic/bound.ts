import type { Workspace } from "../../http/index.js";

/**
 * `workspace` whose calls all end when `signal` does, so that no resource has to remember to pass it on: at SIGINT there
 * are five seconds to say what exists, and a call that hangs may take a minute.
 */
export function bound(workspace: Workspace, signal: AbortSignal): Workspace {
  const { kind, host, authType, registry, concurrency } = workspace;
  return {
    kind,
    host,
    authType,
    registry,
    concurrency,
    probe: () => workspace.probe(),
    json: (schema, request) => workspace.json(schema, { signal, ...request }),
    call: (request) => workspace.call({ signal, ...request }),
    download: (request) => workspace.download({ signal, ...request }),
    upload: (request) => workspace.upload({ signal, ...request }),
  };
}
