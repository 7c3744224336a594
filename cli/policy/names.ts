/**
 * Names of variables for policies, each out of the file of its agent: `tools/sales_agent.py` is `salesAgentAccess`. Files that
 * would be named alike take their folders in front, `sales/agent.py` and `support/agent.py`, and a number at the last.
 *
 * @param files of the agents
 * @returns a name for each, all different
 */
export function accessNames(files: readonly string[]): string[] {
  if (files.length === 1) return ["access"];
  const parts = files.map((file) => file.replace(/\.[^./]*$/, "").split("/"));
  const names = parts.map((path) => {
    for (let length = 1; length < path.length; length++) {
      const name = camel(path.slice(-length));
      if (parts.filter((other) => camel(other.slice(-length)) === name).length === 1) return name;
    }
    return camel(path);
  });
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own); number++) own = `${name}${number}`;
    taken.add(own);
    return `${own}Access`;
  });
}

function camel(parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/)).filter((word) => word !== "");
  const name = words
    .map((word, index) => (index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join("");
  return /^[A-Za-z]/.test(name) ? name : `agent${name}`;
}
