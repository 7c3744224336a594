import { expect, test } from "vitest";
import { planPackage } from "../../../provider/modelPackage/index.js";
import { readUses } from "../../../provider/uses/index.js";
import { folderWith, source } from "../../conformance/folder.js";

// A client's method under another name, by each way that Python and its libraries have to wrap or to call a callable. What
// the agent asks for is the same in all of them: the endpoint that the call names.

async function used(code: string): Promise<string[]> {
  const folder = await folderWith({ "agent.py": `${code}\n\nmlflow.models.set_model(Agent())\n` });
  const { reading } = await planPackage(source({}), folder);
  if (reading === undefined) throw new Error("nothing was read");
  const { uses, unresolved } = readUses(reading, { environment: {} });
  return [...uses.map(({ kind, name }) => `${kind} ${name}`), ...unresolved.map(({ kinds }) => `${kinds.join()} ?`)];
}

/** An agent whose `predict` has these lines, with the deployments client `ask` and the name `E` of an endpoint. */
const agent = (body: string, imports = "") =>
  `import mlflow
from mlflow.deployments import get_deploy_client
from mlflow.pyfunc import PythonModel
${imports}
E = "databricks-x"


class Agent(PythonModel):
    def __init__(self):
        self.client = get_deploy_client("databricks")

    def predict(self, context, model_input, params=None):
        ask = self.client.predict
        inputs = {"messages": []}
${body
  .split("\n")
  .map((line) => `        ${line}`)
  .join("\n")}
`;

const given = "endpoint=E, inputs=inputs";

const wrappers: readonly [name: string, body: string, imports?: string][] = [
  ["mlflow.trace of a method", `traced = mlflow.trace(self.client.predict)\nreturn traced(${given})`],
  ["mlflow.trace with options", `return mlflow.trace(ask, name="llm", span_type="LLM")(${given})`],
  ["mlflow.trace by keyword", `return mlflow.trace(func=ask)(${given})`],
  ["mlflow.trace as a factory", `return mlflow.trace(name="llm")(ask)(${given})`],
  ["a trace of a trace", `return mlflow.trace(mlflow.trace(ask))(${given})`],
  ["functools.partial", "return partial(ask, endpoint=E)(inputs=inputs)", "from functools import partial"],
  [
    "a partial of a trace",
    "call = functools.partial(mlflow.trace(ask), endpoint=E)\nreturn call(inputs=inputs)",
    "import functools",
  ],
  [
    "a trace of a partial",
    `return mlflow.trace(functools.partial(ask, endpoint=E))(inputs=inputs)`,
    "import functools",
  ],
  ["functools.wraps", `return functools.wraps(print)(ask)(${given})`, "import functools"],
  ["functools.update_wrapper", `return functools.update_wrapper(ask, print)(${given})`, "import functools"],
  ["functools.lru_cache", `return functools.lru_cache(maxsize=8)(ask)(${given})`, "import functools"],
  ["functools.cache", `return functools.cache(ask)(${given})`, "import functools"],
  [
    "tenacity.retry",
    `return retry(stop=stop_after_attempt(3))(ask)(${given})`,
    "from tenacity import retry, stop_after_attempt",
  ],
  ["tenacity.retry without options", `return tenacity.retry(ask)(${given})`, "import tenacity"],
  ["tenacity.Retrying", `return Retrying(reraise=True)(ask, ${given})`, "from tenacity import Retrying"],
  ["tenacity.Retrying.wraps", `return Retrying().wraps(ask)(${given})`, "from tenacity import Retrying"],
  [
    "backoff.on_exception",
    `return backoff.on_exception(backoff.expo, Exception, max_tries=3)(ask)(${given})`,
    "import backoff",
  ],
  ["stamina.retry", `return stamina.retry(on=Exception)(ask)(${given})`, "import stamina"],
  ["langsmith.traceable", `return traceable(run_type="llm")(ask)(${given})`, "from langsmith import traceable"],
  ["asgiref.sync_to_async", `return sync_to_async(ask)(${given})`, "from asgiref.sync import sync_to_async"],
  ["asyncio.to_thread", `return asyncio.run(asyncio.to_thread(ask, ${given}))`, "import asyncio"],
  [
    "anyio's thread",
    `return anyio.to_thread.run_sync(functools.partial(ask, ${given}))`,
    "import anyio\nimport functools",
  ],
  [
    "run_in_executor",
    `loop = asyncio.get_event_loop()\nreturn loop.run_in_executor(None, functools.partial(ask, ${given}))`,
    "import asyncio\nimport functools",
  ],
  [
    "run_in_executor by position",
    `return asyncio.new_event_loop().run_in_executor(None, ask, None, inputs, E)`,
    "import asyncio",
  ],
  [
    "submit",
    `with ThreadPoolExecutor() as pool:\n    return pool.submit(ask, ${given}).result()`,
    "from concurrent.futures import ThreadPoolExecutor",
  ],
  [
    "map of an executor",
    `with ThreadPoolExecutor() as pool:\n    return list(pool.map(lambda one: ask(endpoint=one, inputs=inputs), [E]))`,
    "from concurrent.futures import ThreadPoolExecutor",
  ],
  [
    "map over two lists",
    `with ThreadPoolExecutor() as pool:\n    return list(pool.map(lambda text, name: ask(endpoint=name, inputs=text), model_input, [E]))`,
    "from concurrent.futures import ThreadPoolExecutor",
  ],
  [
    "a pool's apply_async",
    `return Pool(2).apply_async(ask, kwds={"endpoint": E, "inputs": inputs}).get()`,
    "from multiprocessing.pool import ThreadPool as Pool",
  ],
  [
    "a pool's starmap",
    `return Pool(2).starmap(lambda name, text: ask(endpoint=name, inputs=text), [(E, "x")])`,
    "from multiprocessing.pool import ThreadPool as Pool",
  ],
  ["a thread", `Thread(target=ask, kwargs={"endpoint": E, "inputs": inputs}).start()`, "from threading import Thread"],
  [
    "joblib",
    `return Parallel(n_jobs=2)(delayed(ask)(${given}) for _ in range(2))`,
    "from joblib import Parallel, delayed",
  ],
  ["a copied context", `return copy_context().run(ask, ${given})`, "from contextvars import copy_context"],
  [
    "Starlette's thread pool",
    `return run_in_threadpool(ask, ${given})`,
    "from starlette.concurrency import run_in_threadpool",
  ],
  [
    "RunnableLambda",
    `return RunnableLambda(lambda text: ask(endpoint=E, inputs=text)).invoke("x")`,
    "from langchain_core.runnables import RunnableLambda",
  ],
  [
    "RunnableLambda of a partial",
    `return RunnableLambda(partial(ask, E)).invoke("x")`.replace("partial(ask, E)", "partial(ask, endpoint=E)"),
    "from functools import partial\nfrom langchain_core.runnables import RunnableLambda",
  ],
  [
    "a partial in a chain",
    `chain = RunnablePassthrough() | RunnableLambda(partial(ask, endpoint=E))\nreturn chain.invoke("x")`,
    "from functools import partial\nfrom langchain_core.runnables import RunnableLambda, RunnablePassthrough",
  ],
  [
    "a decorator of its own",
    `return timed(ask)(${given})`,
    "import functools\n\n\ndef timed(fn):\n    @functools.wraps(fn)\n    def inner(*args, **kwargs):\n        return fn(*args, **kwargs)\n    return inner\n",
  ],
];

for (const [name, body, imports] of wrappers) {
  test(`a use through a wrapper: ${name}`, async () => {
    expect(await used(agent(body, imports))).toEqual(["servingEndpoint databricks-x"]);
  });
}

test("what is wrapped and not called, or given to a wrapper as an option, is no use", async () => {
  const body = `functools.wraps(ask)(print)(endpoint="no")\nbackoff.on_exception(ask, Exception)(print)(endpoint="no")\nmlflow.trace(ask)\nreturn functools.partial(ask, endpoint="no")`;
  expect(await used(agent(`${body}.keywords`, "import functools\nimport backoff"))).toEqual([]);
});
