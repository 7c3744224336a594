import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { compareVersions } from "../lib/files.mjs";
import { at, cacheFolder } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";
import { byHand, goForPulumiCli, pulumiCli } from "./versions.mjs";

const limit = 30 * 60_000;

/**
 * Builds the CLI and its language host for Node programs from Go modules, whose go.mod and go.sum lie in setup/go/: exact
 * versions, checked against their checksums.
 *
 * @param {string} version Of the CLI.
 * @param {string} folder Gets the two programs.
 * @param {(text: string) => void} say
 * @param {string} why Why it is built and not downloaded.
 */
export async function buildPulumi(version, folder, say, why) {
  await requireGo(why);
  say("building the Pulumi CLI from Go modules, about 2-4 minutes the first time");
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  await compile("pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", stamp, folder);
  say("building the Pulumi CLI's language host for Node programs");
  await compile("language-nodejs", "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs", "", folder);
}

async function requireGo(why) {
  const go = await run("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { timeLimit: 30_000, env: { GOWORK: "off" } });
  const todo = [
    `Install the Pulumi CLI ${byHand} (${pulumiCli} or newer), or`,
    `install Go ${goForPulumiCli} or newer (https://go.dev/dl/), which builds it here; then run the same command again.`,
  ];
  if (go.missing)
    throw new Failure(`The Pulumi CLI is not installed: ${why}, and there is no Go to build it with.`, todo);
  const [found = "", toolchain = ""] = go.stdout.trim().split("\n");
  const version = found.replace(/^go/, "").split(/[^0-9.]/)[0];
  if (go.code !== 0 || version === "")
    throw new Failure("Go is installed but does not run.", todo, { detail: go.output });
  // Go 1.21 and newer fetches the Go that a module asks for, unless it is told not to.
  const fetches = compareVersions(version, "1.21.0") >= 0 && !/^(local|path)$/.test(toolchain);
  if (compareVersions(version, goForPulumiCli) < 0 && !fetches) {
    throw new Failure(`The Pulumi CLI is not installed: ${why}, and Go ${version} is too old to build it.`, todo);
  }
}

async function compile(module, target, linkerFlags, folder) {
  const log = join(cacheFolder(), "logs", `go-build-${module}.log`);
  const result = await run(
    "go",
    ["build", "-mod=readonly", "-trimpath", "-ldflags", `-s -w ${linkerFlags}`.trim(), "-o", `${folder}/`, target],
    {
      cwd: at("scripts/setup/go", module),
      // Without cgo no C compiler is needed; a workspace file or flags of the user's own Go projects must not matter here.
      env: {
        CGO_ENABLED: "0",
        GOWORK: "off",
        GOFLAGS: "-buildvcs=false",
        GO111MODULE: "on",
        GOOS: undefined,
        GOARCH: undefined,
      },
      timeLimit: limit,
      log,
    },
  );
  if (result.code === 0) return;
  throw new Failure(
    result.timedOut
      ? "Building the Pulumi CLI took longer than 30 minutes."
      : "The Pulumi CLI could not be built from Go modules.",
    [
      "Is the Go module proxy reachable from here (`go env GOPROXY`)? Is there 3 GB of free disk?",
      `All of its output: ${log}`,
      `Or install the Pulumi CLI yourself: ${byHand}`,
    ],
    { detail: tail(result.output, 8) },
  );
}
