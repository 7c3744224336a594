import type { Route } from "../../../workspace/http/route.js";
import type { Accepted } from "./accepted.js";
import type { Known, Shape } from "./knownTypes.js";
import { compareFields } from "./unknownFields.js";

type Side = Accepted["of"];

/** What a comparison came to. */
export interface Comparisons {
  requests: Counted;
  answers: Counted;
  /** Routes that were called and that no client has a type for. */
  untyped: string[];
  /** Routes that were called and answered nothing that is JSON. */
  notJson: string[];
  /** Routes that nothing called. */
  untouched: string[];
  /** Exceptions, and the unknown fields that each accepts. */
  accepted: { why: string; fields: string[] }[];
  /** Unknown fields that are not. */
  unknown: string[];
  /** Exceptions that no field needed. */
  unneeded: string[];
}

interface Counted {
  calls: number;
  routes: number;
  fields: number;
}

/** How Databricks answers what it refuses. */
const error: Shape = { ref: "error" };
const errorTypes = { error: { error_code: "leaf", message: "leaf", details: { list: "any" } } } as const;

/** Requests and answers beside what is known of them. */
export class Comparison {
  readonly #known: Known;
  readonly #exceptions: readonly Accepted[];
  readonly #calls = { request: 0, answer: 0 };
  /** `route field`, by side. */
  readonly #fields = { request: new Set<string>(), answer: new Set<string>() };
  readonly #typed = { request: new Set<string>(), answer: new Set<string>() };
  readonly #called = new Set<string>();
  readonly #answered = new Set<string>();
  readonly #untyped = new Set<string>();
  readonly #unknown = new Map<string, { of: Side; route: string; field: string }>();

  /** @param exceptions fields that are right although nothing knows them */
  constructor(known: Known, exceptions: readonly Accepted[]) {
    this.#known = known;
    this.#exceptions = exceptions;
  }

  /** Compares a request of this package. @param route of the workspace; undefined where it has none */
  request(method: string, path: string, route: Route | undefined, body: unknown): void {
    const name = this.#name(method, path, route);
    const shapes = this.#known.of(method, path).flatMap(({ request }) => request);
    if (typeof body === "object" && body !== null) this.#compare("request", name, body, shapes);
  }

  /** Compares an answer of the workspace. @param body undefined where it was not JSON */
  answer(method: string, path: string, route: Route | undefined, status: number, body: unknown): void {
    if (route === undefined) return;
    const name = this.#name(method, path, route);
    if (body === undefined) return;
    this.#answered.add(name);
    if (status >= 400) {
      this.#note("answer", name, compareFields(body, [error], errorTypes));
      return;
    }
    this.#compare(
      "answer",
      name,
      body,
      this.#known.of(method, path).flatMap(({ answer }) => answer),
    );
  }

  #name(method: string, path: string, route: Route | undefined): string {
    const name = route === undefined ? `${method} ${path}` : `${method} ${route.path}`;
    this.#called.add(name);
    return name;
  }

  #compare(of: Side, route: string, value: unknown, shapes: readonly Shape[]): void {
    if (shapes.length === 0) {
      this.#untyped.add(route);
      return;
    }
    this.#calls[of] += 1;
    this.#typed[of].add(route);
    this.#note(of, route, compareFields(value, shapes, this.#known.types));
  }

  #note(of: Side, route: string, { known, unknown }: ReturnType<typeof compareFields>): void {
    for (const field of known) this.#fields[of].add(`${route} ${field}`);
    for (const field of unknown) this.#unknown.set(`${of} of ${route}: ${field}`, { of, route, field });
  }

  /** What it came to. @param routes the workspace's own table */
  result(routes: readonly Route[]): Comparisons {
    const unknown = [...this.#unknown].map(([text, one]) => {
      const fits = (each: Accepted) => each.of === one.of && each.route.test(one.route) && each.field.test(one.field);
      return { text, ...one, exception: this.#exceptions.find(fits) };
    });
    const used = new Set(unknown.map(({ exception }) => exception));
    const ownPart = ({ path }: Route) => path.startsWith("/_local/") || path === "/" || path.startsWith("/page/");
    const counted = (of: Side): Counted => ({
      calls: this.#calls[of],
      routes: this.#typed[of].size,
      fields: this.#fields[of].size,
    });
    return {
      requests: counted("request"),
      answers: counted("answer"),
      untyped: [...this.#untyped].sort(),
      notJson: [...this.#called].filter((name) => !this.#answered.has(name) && !this.#untyped.has(name)).sort(),
      untouched: routes
        .filter((route) => !ownPart(route))
        .map(({ method, path }) => `${method} ${path}`)
        .filter((name) => !this.#called.has(name))
        .sort(),
      accepted: this.#exceptions.map((exception) => ({
        why: exception.why,
        fields: unknown.flatMap((one) => (one.exception === exception ? [`${one.route} ${one.field}`] : [])).sort(),
      })),
      unknown: unknown.flatMap(({ text, exception }) => (exception === undefined ? [text] : [])).sort(),
      unneeded: this.#exceptions.filter((each) => !used.has(each)).map(({ why, field }) => `${field}: ${why}`),
    };
  }
}
