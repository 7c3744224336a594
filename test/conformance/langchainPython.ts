import path from "node:path";
import { ensureEnvironment } from "../../workspace/environment/ensurePython.js";
import { resolveCacheFolder } from "../../workspace/paths.js";

/** A Python with LangChain, pinned beside this file and made once in the cache folder. */
export async function langchainPython(): Promise<string> {
  const { python } = await ensureEnvironment({
    cache: resolveCacheFolder(),
    requirements: path.join(__dirname, "langchain", "requirements.lock.txt"),
    label: "langchain",
    compile: true,
    log: (line) => console.log(`LangChain's environment: ${line}`),
  });
  return python;
}
