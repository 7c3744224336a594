import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import type { WorkspacePaths } from "../paths.js";
import { readJson, writeAtomic } from "./atomicFile.js";

const schema = z.object({ front: z.number().int(), mlflow: z.number().int() });

/** Ports of a workspace's last start: used again when they are free, so that addresses and links stay good. */
export type KeptPorts = z.infer<typeof schema>;

/** The ports of the last start that nobody listens on now; 0 stands for none. */
export async function keptPorts(paths: WorkspacePaths): Promise<KeptPorts> {
  const kept = schema.safeParse(await readJson(file(paths)).catch(() => undefined));
  const { front, mlflow } = kept.success ? kept.data : { front: 0, mlflow: 0 };
  return { front: (await isFree(front)) ? front : 0, mlflow: (await isFree(mlflow)) ? mlflow : 0 };
}

/** Remembers the ports of this start. */
export async function keepPorts(paths: WorkspacePaths, ports: KeptPorts): Promise<void> {
  await writeAtomic(file(paths), JSON.stringify(ports));
}

function file(paths: WorkspacePaths): string {
  return join(paths.root, "ports.json");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port !== 0)));
  });
}
