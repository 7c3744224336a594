import { expect, test } from "vitest";
import { linesOf } from "./text.js";

const begin = `import os
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
def user():
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
def own():
    return WorkspaceClient()
`;
const genie = (client: string, space = '"s"') => `GenieAgent(genie_space_id=${space}, client=${client})`;
const user = ["genieSpace s @user"];
const own = ["genieSpace s"];
const either = [...own, ...user];

const rows: [name: string, code: string, expected: string[]][] = [
  ["by if", `if os.environ["MODE"] == "user":\n    c = user()\nelse:\n    c = own()\n${genie("c")}`, either],
  ["by a choice", `c = user() if os.environ["MODE"] else own()\n${genie("c")}`, either],
  ["by or", `def client(c=None):\n    return c or own()\n${genie("client(something_else)")}`, own],
  [
    "by or, of a client that may be None",
    `c = None\nif os.environ["MODE"]:\n    c = user()\n${genie("c or own()")}`,
    either,
  ],
  ["by or, of a client that is there", `${genie("user() or own()")}`, user],
  ["a client that may be None", `c = user() if os.environ["MODE"] else None\n${genie("c")}`, either],
  ["by a keyword's default", `def ask(client=None):\n    return ${genie("client")}\nask()\nask(client=user())`, either],
  [
    "by credentials that may be None",
    `s = ModelServingUserCredentials() if os.environ["MODE"] else None\n${genie("WorkspaceClient(credentials_strategy=s)")}`,
    either,
  ],
  ["by a dictionary", `C = {"user": user(), "own": own()}\n${genie('C[os.environ["MODE"]]')}`, either],
  ["by a key of it", `C = {"user": user(), "own": own()}\n${genie('C["user"]')}`, user],
  ["in a handler", `try:\n    c = user()\nexcept Exception:\n    c = own()\n${genie("c")}`, either],
  [
    "by a text that is given",
    `def client(kind):\n    if kind == "user":\n        return user()\n    return own()\n${genie('client("user")')}\n${genie('client("app")', '"t"')}`,
    ["genieSpace t", ...user],
  ],
  [
    "by a flag that is given",
    `def client(*, as_user=False):\n    return user() if as_user else own()\n${genie("client(as_user=True)")}\n${genie("client()", '"t"')}`,
    ["genieSpace t", ...user],
  ],
  [
    "a token of the user, or one of the agent's",
    `def ask(request):\n    token = request.headers.get("x-forwarded-access-token") or os.environ["TOKEN"]\n    return ${genie('WorkspaceClient(host="h", token=token)')}\nask(something_else)`,
    either,
  ],
  [
    "each space with its own client",
    `if os.environ["MODE"] == "user":\n    c, s = user(), "s"\nelse:\n    c, s = own(), "t"\n${genie("c", "s")}`,
    ["genieSpace t", ...user],
  ],
  [
    "methods of a client, and a space that is not told",
    `c = user() if os.environ["MODE"] else own()\nc.genie.start_conversation("s", "hi")\n${genie("c", 'os.environ["SPACE"]')}`,
    [
      ...either,
      "genieSpace ? @user the environment variable SPACE has no default",
      "genieSpace ? the environment variable SPACE has no default",
    ],
  ],
];

test.each(rows)("the caller's client or the agent's own: %s", (_, code, expected) => {
  expect(linesOf(begin + code)).toEqual([...expected].sort());
});
