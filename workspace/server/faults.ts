import { z } from "zod";

/** The shape of a fault in the request that plants it. */
export const faultSchema = z.strictObject({
  /** HTTP method. Default: any. */
  method: z.string().optional(),
  /** Path, where `*` stands for anything. */
  path: z.string(),
  /**
   * What happens: a status that is answered in place of the route's, or `drop-before` (the connection is cut before
   * anything is done), or `drop-after-effect` (the route does its work, its answer is lost).
   */
  effect: z.union([z.number().int().min(400).max(599), z.enum(["drop-before", "drop-after-effect"])]),
  /** Whether the status is answered when the route has done its work, as something in front may. Default: false. */
  after_effect: z.boolean().default(false),
  /** How often. Default: 1. */
  count: z.number().int().min(1).default(1),
  /** How many fitting requests pass first. Default: 0. */
  after: z.number().int().min(0).default(0),
  /** `Retry-After` of the answer, in seconds. Default: none. */
  retry_after: z.number().min(0).optional(),
  /** Error code of the answer. Default: one that fits the status. */
  error_code: z.string().optional(),
});

/** A planted fault. */
export type Fault = z.infer<typeof faultSchema>;

/** Faults planted by tests. */
export class Faults {
  #faults: (Fault & { pattern: RegExp })[] = [];

  plant(fault: Fault): void {
    const pattern = new RegExp(`^${fault.path.split("*").map(quote).join(".*")}$`);
    this.#faults.push({ ...fault, pattern });
  }

  clear(): void {
    this.#faults = [];
  }

  /** What is still planted. */
  get planted(): readonly Fault[] {
    return this.#faults.map(({ pattern: _, ...fault }) => fault);
  }

  /** The fault that hits this request, used up by one. */
  take(method: string, path: string): Fault | undefined {
    for (const fault of this.#faults) {
      if ((fault.method === undefined || fault.method === method) && fault.pattern.test(path)) {
        if (fault.after > 0) {
          fault.after -= 1;
          continue;
        }
        fault.count -= 1;
        if (fault.count <= 0) {
          this.#faults.splice(this.#faults.indexOf(fault), 1);
        }
        return fault;
      }
    }
    return undefined;
  }
}

function quote(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
