import type { ClassDefinition, Expression, FunctionDefinition, Statement } from "../syntax/ast.js";
import { agree, both, cutKey, either, isNone, nothingGiven, unknown } from "../values/make.js";
import type {
  Alternative,
  Choice,
  External,
  FunctionRef,
  Given,
  Instance,
  PythonClass,
  PythonFunction,
  Unknown,
  Value,
} from "../values/types.js";
import { getAttribute, setAttribute } from "./attributes.js";
import { callFunction, callValue } from "./calls.js";
import { construct, defineClass } from "./classes.js";
import { registers } from "./dispatch.js";
import { handOver, runRoots } from "./escape.js";
import { evaluate } from "./evaluate.js";
import { callExternal } from "./externals.js";
import { fieldValues } from "./fields.js";
import type { PythonFile } from "./file.js";
import type { FileReader } from "./files.js";
import type { Frame } from "./frame.js";
import { defineFunction } from "./functions.js";
import type { Observer } from "./observer.js";
import { assign } from "./patterns.js";
import { type Scope, type Site, scopeAround } from "./scope.js";
import { execute } from "./statements.js";

/** What is known beside the code. */
export interface EngineInput {
  /** Variables of the environment that are set. */
  environment: Readonly<Record<string, string>>;
  reader: FileReader;
}

// A call in a call in a call: no agent is deeper, and the machine's own stack has an end.
const maximumDepth = 48;
// What is done for one agent at most: about a second of work. Real agents need some thousands.
const maximumSteps = 400_000;
// Reading one function over and over tells nothing new.
const maximumCalls = 300;
const maximumRecursion = 10;

/**
 * Runs an agent's code without its values: each expression gives the set of what it may be, both sides of a condition
 * that cannot be told are run, and a call of a library is looked up in the tables of what uses something.
 */
export class Engine {
  /** What must have been chosen for the code that is run now. */
  choice: Choice | undefined;
  /** Which branch is run: an object made in another one is changed for that branch only. */
  branch = 0;
  /** Whether a name or attribute was read, or asked for more, before anything gave it a value. */
  missed = false;
  /** What was None when it was read, by the root that was run then. */
  private readonly noneReads = new Map<string, number>();
  private root = 0;
  /** Why not all of the code was run, where it was not. */
  stopped: string | undefined;
  /** Attributes that were read as those of a library's base, for none of the agent's own was there yet. */
  readonly missedAttributes = new Set<string>();
  /** Functions of the agent's own that were defined so far. */
  readonly functions: PythonFunction[] = [];
  /** Whether something might be known by its annotation alone. */
  promisable = false;
  /** Whether it is: nothing that runs tells more, or what runs is run once, as a file is. */
  promising = false;
  /** Objects that are known by an annotation alone, by their class. */
  readonly promisedObjects = new WeakMap<PythonClass, Instance>();
  /** Functions that a library may call. */
  readonly roots: FunctionRef[] = [];
  /** Those that were run already. */
  readonly finished: FunctionRef[] = [];
  readonly seenRoots = new Set<string>();
  readonly escaped = new Set<object>();
  /** Environment variables that the code sets. */
  readonly variables = new Map<string, Value>();
  /** Where each `functools.partial` is written, by its arguments. */
  readonly partialSites = new WeakMap<Given, Site>();
  /** The branch that is run for certain: that of the file, or of what is called from outside. */
  sureBranch = 0;
  /** How many statements are being run of which nobody knows whether they are run to their end: `try`, loops. */
  uncertain = 0;
  private steps = 0;
  private depth = 0;
  private branches = 0;
  private readonly callCounts = new Map<PythonFunction, number>();
  private readonly running: PythonFunction[] = [];
  private readonly numbers = new WeakMap<object, number>();
  private lastNumber = 0;

  constructor(
    readonly input: EngineInput,
    readonly observer: Observer,
  ) {}

  /** Whether there is time for more. */
  step(): boolean {
    this.steps += 1;
    if (this.steps < maximumSteps) return true;
    this.stop("it is too large");
    return false;
  }

  /** Notes that a name or attribute was None when it was read: something that a library calls later may set it. */
  readNone(key: string): void {
    if (!this.noneReads.has(key)) this.noneReads.set(key, this.root);
  }

  /** Notes that a name or attribute is set: what read it as None is run once more. */
  isSet(key: string, value: Value): void {
    const reader = this.noneReads.get(key);
    if (reader !== undefined && reader !== this.root && !value.every(isNone)) this.missed = true;
  }

  /** Begins to run what a library calls. */
  beginRoot(): void {
    this.root += 1;
  }

  /** Notes that something is called of which nobody knows what it is. */
  calledUnknown({ key }: Unknown): void {
    if (key.startsWith(cutKey)) this.stop("a value may be more things than are kept");
  }

  /** Notes that some of the code is not run, and why. */
  stop(why: string): void {
    this.stopped ??= why;
  }

  /** Runs a file's top level, once. */
  runFile(file: PythonFile): void {
    if (file.state !== "new") return;
    file.state = "running";
    const scope = scopeAround({ frame: file.frame, file, owner: undefined });
    const { choice, promising } = this;
    this.promising = true;
    this.execute(file.statements(), scope);
    this.promising = promising;
    this.choice = choice;
    file.state = "done";
  }

  /** Whether what is run now runs under no condition. */
  get isCertain(): boolean {
    return this.branch === this.sureBranch && this.uncertain === 0;
  }

  /** The functions that are being run, the outermost first. */
  get callers(): readonly PythonFunction[] {
    return this.running;
  }

  /** Runs something of which nobody knows whether it is run to its end. */
  uncertainly<T>(run: () => T): T {
    this.uncertain += 1;
    try {
      return run();
    } finally {
      this.uncertain -= 1;
    }
  }

  /** A number for an object, the same each time. */
  numberOf(object: object): number {
    const known = this.numbers.get(object);
    if (known !== undefined) return known;
    this.lastNumber += 1;
    this.numbers.set(object, this.lastNumber);
    return this.lastNumber;
  }

  /** What of a value is there under what was chosen so far. */
  visible(value: Value): Value {
    const { choice } = this;
    if (choice === undefined || value.every(({ when }) => when === undefined)) return value;
    return value.filter(({ when }) => agree(when, choice));
  }

  /** Runs something as a branch of its own, under a choice. */
  inBranch<T>(choice: Choice | undefined, run: () => T): T {
    const before = { choice: this.choice, branch: this.branch };
    this.branches += 1;
    this.branch = this.branches;
    this.choice = both(choice, this.choice);
    try {
      return run();
    } finally {
      this.branch = before.branch;
      this.choice = before.choice;
    }
  }

  /** Runs something under what an alternative depends on. */
  underChoice<T>(choice: Choice | undefined, run: () => T): T {
    if (choice === undefined) return run();
    const before = this.choice;
    this.choice = both(choice, before);
    try {
      return run();
    } finally {
      this.choice = before;
    }
  }

  /** Runs the body of a function, unless it is run already or has been too often. */
  entering(definition: PythonFunction, run: () => Value): Value {
    const count = (this.callCounts.get(definition) ?? 0) + 1;
    this.callCounts.set(definition, count);
    const recursion = this.running.filter((one) => one === definition).length;
    const { name } = definition.definition;
    if (this.depth >= maximumDepth || recursion >= maximumRecursion || count > maximumCalls || !this.step()) {
      // What calls itself does the same once more; anything else would have done something of its own.
      if (recursion === 0 && count > maximumCalls) this.stop(`${name} is called more than ${maximumCalls} times`);
      else if (recursion === 0) this.stop(`${name} is called too deeply`);
      return [unknown(`${name} calls itself or is called too deeply`, `deep${definition.definition.from}`)];
    }
    this.observer.entered(this, definition);
    this.depth += 1;
    this.running.push(definition);
    const before = this.choice;
    try {
      return run();
    } finally {
      this.choice = before;
      this.running.pop();
      this.depth -= 1;
    }
  }

  evaluate(expression: Expression, scope: Scope): Value {
    return evaluate(this, expression, scope);
  }

  execute(statements: readonly Statement[], scope: Scope): boolean {
    return execute(this, statements, scope);
  }

  assign(target: Expression, value: Value, scope: Scope): void {
    assign(this, target, value, scope);
  }

  attribute(of: Alternative, name: string, site: Site): Value {
    return getAttribute(this, of, name, site);
  }

  setAttribute(of: Alternative, name: string, value: Value): void {
    setAttribute(this, of, name, value);
  }

  call(value: Value, given: Given, site: Site): Value {
    return callValue(this, value, given, site);
  }

  callFunction(of: FunctionRef, given: Given, site: Site): Value {
    return callFunction(this, of, given, site);
  }

  callExternal(of: External, given: Given, site: Site): Value {
    return callExternal(this, of, given, site);
  }

  construct(of: Alternative & { kind: "class" }, given: Given, site: Site): Value {
    return construct(this, of.class, given, site);
  }

  /** Gives the fields of an object of a class of data their values. */
  giveFields(instance: Instance, given: Given, site: Site): void {
    fieldValues(this, instance.class, given, instance, site);
  }

  /** Notes an implementation of a function, where that is what something decorates. */
  registers(decorator: Alternative, value: Value): boolean {
    return registers(this, decorator, value);
  }

  defineFunction(definition: FunctionDefinition, scope: Scope): Value {
    return defineFunction(this, definition, scope);
  }

  defineClass(definition: ClassDefinition, scope: Scope): Value {
    return defineClass(this, definition, scope);
  }

  /** What `__str__` of an object gives; undefined where its class has none. */
  written(of: Alternative & { kind: "instance" }, site: Site): Value | undefined {
    const method = this.attribute(of, "__str__", site).filter(({ kind }) => kind === "function");
    return method.length === 0 ? undefined : this.call(method, nothingGiven, site);
  }

  /** Gives an environment variable a value: `os.environ["X"] = …`. */
  setVariable(name: string, value: Value): void {
    const before = this.variables.get(name);
    this.variables.set(name, before === undefined || this.branch === 0 ? value : either(before, value));
  }

  /** What a library may call from now on. */
  escape(value: Value): void {
    handOver(this, value);
  }

  runRoots(): void {
    runRoots(this);
  }

  /** Whether something made in a branch is changed for good by the code that is run now. */
  isSure(object: { born: number } | Frame | Instance): boolean {
    return object.born === this.branch;
  }
}
