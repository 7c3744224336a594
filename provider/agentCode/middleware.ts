import type { Engine } from "../python/engine/engine.js";
import { makeLater } from "../python/engine/escape.js";
import { argument } from "../python/values/given.js";
import { unknown } from "../python/values/make.js";
import type { Given } from "../python/values/types.js";

const base = /^(?:starlette|fastapi)\.(?:\w+\.)*BaseHTTPMiddleware$/;
const takes = /\.add_middleware$|^(?:starlette|fastapi)\.(?:\w+\.)*Middleware$/;

/** Whether a class is one of middleware: a server makes an object of it, wherever that is said. */
export function isMiddleware(path: string): boolean {
  return base.test(path);
}

/** Has a server make an object of the class that it is given as middleware, and call it. */
export function addMiddleware(engine: Engine, path: string, given: Given): void {
  if (!takes.test(path)) return;
  const keywords = new Map([...given.keywords].filter(([name]) => name !== "middleware_class" && name !== "cls"));
  const app = [unknown("it is the app around which the middleware is put")];
  const positional = [app, ...given.positional.slice(1)];
  for (const one of argument(given, 0, "middleware_class", "cls") ?? [])
    if (one.kind === "class") makeLater(engine, one, { positional, keywords, more: given.more });
}
