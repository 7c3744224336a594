import { expect, test } from "vitest";
import { folderWith, source } from "../../test/conformance/folder.js";
import { planPackage } from "./index.js";

const agent = `import mlflow
from mlflow.pyfunc import PythonModel


class Agent(PythonModel):
    def predict(self, context, model_input: list[str]) -> list[str]:
        return model_input


mlflow.models.set_model(Agent())
`;

/** What is warned of: the argument, and what the message names. */
async function warned(files: Record<string, string>, given: Parameters<typeof source>[0] = {}): Promise<string[]> {
  const folder = await folderWith({ "agent.py": agent, ...files });
  const { warnings, problems } = await planPackage(source({ codePaths: ["desk"], ...given }), folder);
  expect(problems).toEqual([]);
  return warnings.map(({ path, message }) => {
    for (const text of Object.values(files)) for (const secret of secrets(text)) expect(message).not.toContain(secret);
    return `${path}: ${/^"[^"]*" looks like [^,]*|address of \S+/.exec(message)?.[0] ?? message}`;
  });
}

const secrets = (text: string): string[] => text.match(/[A-Za-z0-9+/_]*(?:3pass|0123456789)[A-Za-z0-9+/_]*/g) ?? [];
/** As pip fills it in. */
const variable = (name: string): string => `$\{${name}}`;
const key = "-----BEGIN RSA PRIVATE KEY-----\n0123456789abcdef\n-----END RSA PRIVATE KEY-----\n";

test("files that credentials are kept in are warned of, by name and by what they hold", async () => {
  const files = {
    "desk/__init__.py": "",
    "desk/.env": "DESK_URL=https://desk.example.com\nDESK_TOKEN=dapi0123456789abcdef0123456789abcdef\n",
    "desk/.env.prod": "export TOKEN='0123456789'\n",
    "desk/credentials": "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG0123456789\n",
    "desk/keys/id_ed25519": key,
    "desk/keys/server.pem": key,
    "desk/.netrc": "machine a login b password 0123456789\n",
    "desk/.databrickscfg": "[DEFAULT]\nhost = https://a\ntoken = dapi0123456789\n",
    "desk/service-account.json": '{"type": "service_account", "private_key": "0123456789"}',
    "desk/.npmrc": "//registry.example.com/:_authToken=0123456789\n",
  };
  expect(await warned(files)).toEqual([
    'codePaths: "desk/.databrickscfg" looks like Databricks credentials',
    'codePaths: "desk/.env" looks like a file of variables',
    'codePaths: "desk/.env.prod" looks like a file of variables',
    'codePaths: "desk/.netrc" looks like a file of passwords',
    'codePaths: "desk/.npmrc" looks like credentials of a package index',
    'codePaths: "desk/credentials" looks like AWS credentials',
    'codePaths: "desk/keys/id_ed25519" looks like a private key',
    'codePaths: "desk/keys/server.pem" looks like a private key',
    'codePaths: "desk/service-account.json" looks like credentials',
  ]);
});

test("what only has such a name, and what is left out, is no credential", async () => {
  const files = {
    "desk/__init__.py": "",
    "desk/.env.example": "TOKEN=put-yours-here\n",
    "desk/.env": `# nothing yet\nTOKEN=\nURL=${variable("URL")}\n`,
    "desk/credentials.py": "aws_secret_access_key = None\n",
    "desk/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "desk/config.json": '{"token_limit": 3}',
    "desk/token.json": '{"tokens": ["a"]}',
    "desk/id_rsa.pub": "ssh-rsa AAAA",
    "desk/keys/id_rsa": key,
  };
  expect(await warned(files, { ignore: ["/keys/"] })).toEqual([]);
});

test("the way out that is named leaves the file out", async () => {
  const folder = await folderWith({ "agent.py": agent, "desk/__init__.py": "", "desk/conf/.env": "A=b\n" });
  const first = await planPackage(source({ codePaths: ["desk"] }), folder);
  const rule = /`ignore: \["([^"]+)"\]`/.exec(first.warnings[0]?.message ?? "")?.[1] ?? "";
  const second = await planPackage(source({ codePaths: ["desk"], ignore: [rule] }), folder);
  expect([rule, second.warnings, Object.keys(second.plan?.files ?? {})]).toEqual([
    "/conf/.env",
    [],
    ["agent.py", "desk/__init__.py"],
  ]);
});

test("passwords and tokens in the addresses of requirements are warned of, each line once and without its text", async () => {
  const requirements = [
    "--index-url=https://ci-bot:Winter3pass@pypi.example.com/simple",
    "--extra-index-url https://download.example.org/whl",
    "--trusted-host pypi.example.com",
    "mlflow==3.17.2",
    "orders @ git+https://oauth2:ghp_0123456789abcdefghijklmnopqrstuvwxyz@github.example.com/acme/orders.git@v1",
    "billing @ git+https://ghp_0123456789abcdefghijklmnopqrstuvwxyz@github.example.com/acme/billing.git",
    "files @ https://files.example.com/files.whl?private_token=0123456789abc",
  ];
  const found = await warned({ "desk/__init__.py": "", "lines.txt": requirements.join("\n") }, { requirements });
  expect(found).toEqual([
    "requirements: address of --index-url",
    "requirements: address of orders",
    "requirements: address of billing",
    "requirements: address of files",
  ]);
});

test("addresses with names of variables, with a user alone or over ssh hold no credential", async () => {
  const requirements = [
    `--index-url=https://${variable("USER")}:${variable("TOKEN")}@pypi.example.com/simple`,
    "--extra-index-url https://user@pypi.example.com/simple",
    "mlflow==3.17.2",
    "a @ git+ssh://git@github.example.com/acme/a.git",
    `b @ git+https://${variable("GIT_TOKEN")}@github.example.com/acme/b.git@v1.0`,
    "c @ https://files.example.com/c-1.0-py3-none-any.whl#sha256=0123",
    `d @ https://files.example.com/d.whl?token=${variable("TOKEN")}`,
  ];
  expect(await warned({ "desk/__init__.py": "" }, { requirements })).toEqual([]);
});
