import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tail } from "../../workspace/environment/findUv.js";
import { run } from "../../workspace/environment/run.js";
import { SetUpError } from "../setUpError.js";
import type { SetUpOptions } from "./options.js";
import { byHand, compareVersions, goForPulumi, pulumiVersion } from "./versions.js";

const limit = 30 * 60_000;

/**
 * Builds the CLI and its language host for Node programs from Go modules, whose go.mod and go.sum lie in go/ beside this
 * file: exact versions, checked against their checksums.
 *
 * @param folder gets the two programs
 * @param why it is built and not downloaded
 * @throws SetUpError where there is no Go, or it fails
 */
export async function buildPulumi(folder: string, why: string, options: SetUpOptions): Promise<void> {
  await requireGo(why, options);
  options.say("building the Pulumi CLI from Go modules, about 2-4 minutes the first time");
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pulumiVersion}`;
  await compile("pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", stamp, folder, options);
  options.say("building the Pulumi CLI's language host for Node programs");
  const host = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
  await compile("language-nodejs", host, "", folder, options);
}

async function requireGo(why: string, { signal }: SetUpOptions): Promise<void> {
  const go = await run(["go", "env", "GOVERSION", "GOTOOLCHAIN"], {
    timeout: 30_000,
    env: { ...process.env, GOWORK: "off" },
    ...(signal === undefined ? {} : { signal }),
  });
  signal?.throwIfAborted();
  const todo = [
    `Install the Pulumi CLI ${byHand} (${pulumiVersion} or newer), or`,
    `install Go ${goForPulumi} or newer (https://go.dev/dl/), which builds it here; then run the same command again.`,
  ];
  if (go.missing)
    throw new SetUpError(`The Pulumi CLI is not installed: ${why}, and there is no Go to build it with.`, todo);
  const [found = "", toolchain = ""] = go.stdout.trim().split("\n");
  const version = found.replace(/^go/, "").split(/[^0-9.]/)[0] ?? "";
  if (go.code !== 0 || version === "")
    throw new SetUpError("Go is installed but does not run.", todo, go.stdout + go.stderr);
  // Go 1.21 and newer fetches the Go that a module asks for, unless it is told not to.
  const fetches = compareVersions(version, "1.21.0") >= 0 && !/^(local|path)$/.test(toolchain);
  if (compareVersions(version, goForPulumi) < 0 && !fetches) {
    throw new SetUpError(`The Pulumi CLI is not installed: ${why}, and Go ${version} is too old to build it.`, todo);
  }
}

async function compile(
  module: string,
  target: string,
  linkerFlags: string,
  folder: string,
  { cache, signal }: SetUpOptions,
): Promise<void> {
  // Without cgo no C compiler is needed; a workspace file or flags of the user's own Go projects must not matter here.
  const { GOOS: _, GOARCH: __, ...inherited } = process.env;
  const env = { ...inherited, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-buildvcs=false", GO111MODULE: "on" };
  const flags = ["-mod=readonly", "-trimpath", "-ldflags", `-s -w ${linkerFlags}`.trim()];
  const begin = Date.now();
  const result = await run(["go", "build", ...flags, "-o", `${folder}/`, target], {
    cwd: join(__dirname, "go", module),
    env,
    timeout: limit,
    ...(signal === undefined ? {} : { signal }),
  });
  signal?.throwIfAborted();
  if (result.code === 0) return;
  const logs = join(cache, "logs");
  const log = join(logs, `go-build-${module}.log`);
  mkdirSync(logs, { recursive: true });
  writeFileSync(log, result.stdout + result.stderr);
  throw new SetUpError(
    Date.now() - begin >= limit
      ? "Building the Pulumi CLI took longer than 30 minutes."
      : "The Pulumi CLI could not be built from Go modules.",
    [
      "Is the Go module proxy reachable from here (`go env GOPROXY`)? Is there 3 GB of free disk?",
      `All of its output: ${log}`,
      `Or install the Pulumi CLI yourself: ${byHand}`,
    ],
    tail(result.stdout + result.stderr, 8),
  );
}
