import type { Given, Value } from "../python/values/types.js";

/** How a library takes something for the functions that it calls, and hands it to them. */
interface Context {
  /** The class of the parameter that it comes in. */
  of: RegExp;
  /** Its attribute. */
  attribute: string;
  /** Calls that take it. */
  calls: RegExp;
  /** The argument that it is. */
  keyword: string;
}

const contexts: readonly Context[] = [
  {
    of: /^pydantic_ai\.(?:\w+\.)*RunContext$/,
    attribute: "deps",
    calls: /^pydantic_ai\.(?:\w+\.)*(?:Agent\(\)\.(?:run\w*|iter|override)|\w+\(\)\.run\w*)$/,
    keyword: "deps",
  },
  {
    of: /^agents\.(?:\w+\.)*(?:RunContextWrapper|ToolContext)$/,
    attribute: "context",
    calls: /^agents\.(?:\w+\.)*Runner(?:\(\))?\.run\w*$/,
    keyword: "context",
  },
  {
    of: /^(?:langgraph|langchain)\.(?:\w+\.)*(?:Tool)?Runtime$/,
    attribute: "context",
    calls: /^(?:langgraph|langchain)\..*\.a?(?:invoke|stream)$/,
    keyword: "context",
  },
];

/** How objects of a library's class hold what the code gives for later; undefined for any other class. */
export function contextOf(path: string): Context | undefined {
  return contexts.find(({ of }) => of.test(path));
}

/** What a call gives for later. */
export function contextsGiven(path: string, given: Given): { attribute: string; value: Value }[] {
  return contexts.flatMap(({ attribute, calls, keyword }) => {
    const value = given.keywords.get(keyword);
    return value === undefined || !calls.test(path) ? [] : [{ attribute, value }];
  });
}
