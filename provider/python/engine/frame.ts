import { either, under } from "../values/make.js";
import type { Choice, Value } from "../values/types.js";
import type { Said } from "./narrowing.js";

/** Names and what they stand for, while a function, class or file is run. Branches write into a layer of their own. */
export class Frame {
  private readonly layers: Map<string, Value>[] = [new Map()];
  /** What the conditions around what is run say of attributes and items. */
  said: readonly { path: string; said: Said }[] = [];
  /** Names that belong to a frame further out (`global`, `nonlocal`). */
  readonly outerNames = new Set<string>();

  /**
   * @param outer where names are looked for that are not here
   * @param kind names of a class are not seen from its methods
   * @param born the branch that was being run when it began
   */
  constructor(
    readonly outer: Frame | undefined,
    readonly kind: "file" | "class" | "function",
    readonly born: number,
  ) {}

  /** What a name stands for in this frame alone. */
  own(name: string): Value | undefined {
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const value = this.layers[index]?.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    this.layers.at(-1)?.set(name, value);
  }

  /** Names of the frame, for `from … import *`. */
  names(): Set<string> {
    return new Set(this.layers.flatMap((layer) => [...layer.keys()]));
  }

  /** Whether a branch of this frame is being run. */
  get depth(): number {
    return this.layers.length;
  }

  push(): void {
    this.layers.push(new Map());
  }

  pop(): Map<string, Value> {
    return this.layers.length > 1 ? (this.layers.pop() ?? new Map()) : new Map();
  }

  /** Makes the writes of branches those of the frame, each under the choice that leads to its branch. */
  merge(branches: readonly { layer: Map<string, Value>; choice: Choice | undefined }[]): void {
    const [only] = branches;
    if (only !== undefined && branches.length === 1 && only.choice === undefined) {
      for (const [name, value] of only.layer) this.set(name, value);
      return;
    }
    const names = new Set(branches.flatMap(({ layer }) => [...layer.keys()]));
    for (const name of names) {
      const before = this.own(name);
      const values: Value[] = [];
      for (const { layer, choice } of branches) {
        const value = layer.get(name) ?? before;
        if (value !== undefined) values.push(under(value, choice));
      }
      this.set(name, either(...values));
    }
  }
}
