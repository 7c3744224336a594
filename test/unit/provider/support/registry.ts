import type { Resource } from "../../../../provider/resource.js";
import { authPolicy } from "../../../../provider/resources/authPolicy/resource.js";
import { loggedAgent } from "../../../../provider/resources/loggedAgent/resource.js";
import { registeredModel } from "../../../../provider/resources/registeredModel/resource.js";
import { servingEndpoint } from "../../../../provider/resources/servingEndpoint/resource.js";

/** Every resource, by the name that stands in the state of every stack. */
// biome-ignore lint/suspicious/noExplicitAny: of any shape.
export const resources: Record<string, Resource<any, any>> = {
  authPolicy,
  loggedAgent,
  registeredModel,
  servingEndpoint,
};
