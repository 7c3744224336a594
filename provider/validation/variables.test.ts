import { expect, it } from "vitest";
import { agentVariables } from "./variables.js";

const folders = { home: "/h", temporary: "/t" };
const credentials = { DATABRICKS_HOST: "https://one", DATABRICKS_TOKEN: "of the deployer" };

it.each([
  [[], credentials],
  [["OPENAI_API_KEY"], { ...credentials, OPENAI_API_KEY: "k" }],
  // Another host must not get this one's token, and two methods of signing in are refused by clients.
  [["DATABRICKS_HOST"], { DATABRICKS_HOST: "https://two" }],
  [["DATABRICKS_CLIENT_ID"], { DATABRICKS_CLIENT_ID: "c" }],
  [["DATABRICKS_UNSET"], credentials],
])("an agent that declares %j is given one way to a workspace", (declared, expected) => {
  const own = { OPENAI_API_KEY: "k", DATABRICKS_HOST: "https://two", DATABRICKS_CLIENT_ID: "c" };
  expect(agentVariables(own, declared, folders, credentials)).toEqual({ ...expected, HOME: "/h", TMPDIR: "/t" });
});
