import { describe, expect, it } from "vitest";
import { fields as authPolicy } from "../../provider/resources/authPolicy/schema.ts";
import { fields as loggedAgent } from "../../provider/resources/loggedAgent/schema.ts";
import { fields as registeredModel } from "../../provider/resources/registeredModel/schema.ts";
import { fields as servingEndpoint } from "../../provider/resources/servingEndpoint/schema.ts";
import { fieldRules } from "./fields.mjs";

describe("fieldRules", () => {
  it.each(Object.entries({ authPolicy, loggedAgent, registeredModel, servingEndpoint }))(
    "reads from %s's source what the provider runs with",
    async (folder, fields) => {
      const running = Object.entries(fields).map(([name, { rule, why, secret, computed }]) => [
        name,
        { rule, why, secret, computed },
      ]);
      expect([...(await fieldRules(folder))]).toEqual(running);
    },
  );
});
