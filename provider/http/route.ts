import { AgentsError } from "../errors.js";

/** A path of several segments inside a {@link route}, made with `route.rest`. */
export class PathRest {
  /** Encoded, without leading slash. */
  readonly text: string;

  /** @param text encoded segments joined by `/` */
  constructor(text: string) {
    this.text = text;
  }
}

/** The path of a call, made with {@link route} so that no value can leave its segment. */
export class ApiPath {
  /** Encoded path that begins with a slash; never a query. */
  readonly text: string;
  /** A whole URL with its own credentials in the query, for transfers to a cloud's storage; else undefined. */
  readonly signedUrl: URL | undefined;

  /**
   * @param text encoded path
   * @param signedUrl see the field
   */
  constructor(text: string, signedUrl?: URL) {
    this.text = text;
    // Hidden, so that printing a request never prints a signature.
    Object.defineProperty(this, "signedUrl", { value: signedUrl, enumerable: false });
  }

  /** @returns the path, without the query of a signed URL */
  toString(): string {
    return this.text;
  }
}

function encodeSegment(segment: string): string {
  // `.` and `..` are unreserved: no encoding protects them, every URL parser on the way would resolve them.
  if (segment === "" || segment === "." || segment === "..") {
    throw new AgentsError("invalidArgument", `${JSON.stringify(segment)} cannot be part of a URL's path.`);
  }
  try {
    return encodeURIComponent(segment);
  } catch {
    throw new AgentsError("invalidArgument", "A name with a broken Unicode character cannot be part of a URL's path.");
  }
}

function build(strings: TemplateStringsArray, ...segments: readonly (string | number | PathRest)[]): ApiPath {
  let text = strings[0] ?? "";
  segments.forEach((segment, index) => {
    text += segment instanceof PathRest ? segment.text : encodeSegment(String(segment));
    text += strings[index + 1] ?? "";
  });
  // A literal part and a value may only together make a dot segment: `/a/.${"."}`.
  const parts = text.split("/");
  if (parts.shift() !== "" || parts.some((part) => part === "." || part === "..") || /[?#\s\\]/.test(text)) {
    throw new AgentsError("invalidArgument", `${JSON.stringify(text)} is not a usable path of a URL.`);
  }
  return new ApiPath(text);
}

/**
 * Makes the path of a call; each value is encoded as one segment.
 *
 * @example route`/api/2.0/serving-endpoints/${name}/config`
 * @example route`/api/2.0/fs/files/${route.rest("Volumes/main/files/a.txt")}`
 * @throws AgentsError `invalidArgument` for a value that no encoding can protect: empty, `.`, `..` or broken Unicode
 */
export const route = Object.assign(build, {
  /**
   * Several segments at once, each encoded: for the path of a file.
   *
   * @param path segments joined by `/`, without leading or trailing slash
   */
  rest(path: string): PathRest {
    return new PathRest(path.split("/").map(encodeSegment).join("/"));
  },

  /**
   * A URL that a workspace handed out for one transfer. It is called without the workspace's credentials, and its query
   * shows in no message.
   *
   * @param url absolute `http(s)` URL
   * @throws AgentsError `invalidResponse` where it is none
   */
  signed(url: string): ApiPath {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (
      parsed === undefined ||
      !/^https?:$/.test(parsed.protocol) ||
      parsed.username !== "" ||
      parsed.password !== ""
    ) {
      throw new AgentsError("invalidResponse", "The workspace handed out an address for a transfer that is not a URL.");
    }
    return new ApiPath(parsed.pathname, parsed);
  },
});
