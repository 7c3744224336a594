import type { FunctionFixture } from "../../fixtures/standIns.js";
import { SqlFailure } from "./failure.js";
import { splitAtCommas } from "./syntax.js";
import type { Token } from "./tokens.js";

/**
 * The arguments of a call in the order of the function's parameters, each given by position or as `name => value`. For one
 * that is missing the SQL text of its default.
 *
 * @param inside tokens between the parentheses
 * @throws SqlFailure for a missing, an unknown or one argument too many
 */
export function argumentsInOrder(fixture: FunctionFixture, inside: readonly Token[]): (readonly Token[] | string)[] {
  const names = fixture.parameters.map(({ name }) => name).join(", ") || "none";
  const given = new Map<number, readonly Token[]>();
  const parts = inside.length === 0 ? [] : splitAtCommas(inside);
  for (const [position, part] of parts.entries()) {
    const named = part[1]?.kind === "symbol" && part[1].text === "=>";
    const index = named
      ? fixture.parameters.findIndex(({ name }) => name.toLowerCase() === part[0]?.text.toLowerCase())
      : position;
    if (index === -1) {
      const unknown = part[0]?.text;
      const problem = `${fixture.name} has no parameter named ${unknown}: it has ${names}.`;
      throw new SqlFailure("UNRECOGNIZED_PARAMETER_NAME", problem);
    }
    given.set(index, named ? part.slice(2) : part);
  }
  if (parts.length > fixture.parameters.length) {
    const problem = `${fixture.name} takes ${fixture.parameters.length} arguments, ${parts.length} are given.`;
    throw new SqlFailure("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", problem);
  }
  return fixture.parameters.map((parameter, index) => {
    const value = given.get(index) ?? parameter.default;
    if (value === undefined) {
      const problem = `Cannot invoke ${fixture.name} because the parameter ${parameter.name} is required: it takes ${names}.`;
      throw new SqlFailure("REQUIRED_PARAMETER_NOT_FOUND", problem);
    }
    return value;
  });
}
