// Which types of the sdk a resource's arguments and outputs lead to, so that each is explained where it is met first.

/** What a type may be made of without a page of its own. */
const ordinary = new Set(["Omit", "Readonly", "ReadonlyArray", "Record", "Promise"]);

/**
 * @param {import("./sdkModel.mjs").Documented} from A resource or a component, with the interface of its arguments.
 * @param {Map<string, import("./sdkModel.mjs").Documented>} exports
 * @param {string[]} [complaints] Gets the types that are needed and not exported: no page could explain them.
 * @returns {string[]} names, each behind the one that mentions it first; classes are no part, nor what lies behind them
 */
export function reachedTypes(from, exports, complaints = []) {
  const found = new Set();
  const visit = (type) => {
    for (const name of [...type.mentions, ...type.members.flatMap((member) => [...member.mentions])]) {
      const next = exports.get(name);
      if (next === undefined) {
        if (!name.includes(".") && !ordinary.has(name))
          complaints.push(`${type.file}: ${type.name} mentions ${name}, which sdk/index.ts does not export`);
      } else if (next.kind !== "class" && next.kind !== "function" && !found.has(name)) {
        found.add(name);
        visit(next);
      }
    }
  };
  visit(from);
  const args = exports.get(`${from.name}Args`);
  if (args !== undefined) visit(args);
  found.delete(args?.name);
  return [...found];
}
