import { describe, expect, it } from "vitest";
import { redactor } from "../../http/redact.js";
import { validate } from "../../lifecycle/validate.js";
import { secretValues } from "../../transport/dynamic/secretValues.js";
import { fields } from "./schema.js";

const canary = 4_711_004_711;
const servedEntities = [{ name: "one", model: "models:/main.agents.x/1", environment: { TOKEN: canary } }];

describe("the environment of a served entity", () => {
  it("is refused without what was given, which may be a secret", () => {
    const { problems } = validate(fields, { servedEntities }, new Set());
    expect(problems).toEqual([
      expect.objectContaining({
        path: "servedEntities[0].environment.TOKEN",
        message: "it must be a string, but a number was given.",
      }),
    ]);
  });

  it("is masked in every message where it is a Pulumi secret, and the rest of the entity is not", () => {
    for (const path of ["servedEntities", "servedEntities/0/environment", "servedEntities/0/environment/TOKEN"]) {
      const known = redactor();
      known.add(...secretValues({ servedEntities, __secrets: [path] }));
      const said = `models:/main.agents.x/1 failed with ${canary}`;
      expect(known.mask(said)).toBe("models:/main.agents.x/1 failed with [secret]");
    }
    expect(
      secretValues({ servedEntities, __secrets: ["environment", "servedEntities/1", "servedEntities/0/x"] }),
    ).toEqual([]);
  });
});
