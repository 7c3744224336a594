import { describe, expect, it } from "vitest";
import { validate } from "../../lifecycle/validate.js";
import { masker } from "../../transport/dynamic/masker.js";
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

  it("is masked in every message, and the rest of the entity is not", () => {
    const mask = masker(fields, { servedEntities });
    expect(mask(`models:/main.agents.x/1 failed with ${canary}`)).toBe("models:/main.agents.x/1 failed with ***");
  });
});
