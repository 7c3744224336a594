import type { ApiRequest, Workspace } from "../../http/index.js";

/**
 * `workspace` whose calls all end when `signal` does, so that no resource has to remember to pass it on: at SIGINT there
 * are five seconds to say what exists, and a call that hangs may take a minute.
 *
 * @param secrets what no error of a call may show, whatever the server quotes: it is taken out before an answer is cut
 */
export function bound(workspace: Workspace, signal: AbortSignal, secrets: readonly string[]): Workspace {
  const { kind, host, authType, local, registry, concurrency } = workspace;
  const both = <R extends ApiRequest>(request: R): R => ({
    signal,
    ...request,
    secrets: [...secrets, ...(request.secrets ?? [])],
  });
  return {
    kind,
    host,
    authType,
    local,
    registry,
    concurrency,
    programVariables: () => workspace.programVariables(),
    probe: () => workspace.probe(),
    json: (schema, request) => workspace.json(schema, both(request)),
    call: (request) => workspace.call(both(request)),
    download: (request) => workspace.download(both(request)),
    upload: (request) => workspace.upload(both(request)),
  };
}
