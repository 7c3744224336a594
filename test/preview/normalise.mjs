const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Replaces every match by a counted stand-in, the same one for the same text. */
function counted(text, pattern, standIn) {
  const seen = new Map();
  return text.replace(pattern, (match) => {
    if (match === unknown) return match;
    if (!seen.has(match)) seen.set(match, standIn(seen.size + 1));
    return seen.get(match);
  });
}

const digits = (length) => (number) => String(number).padStart(length, "0");

/**
 * A recorded preview without what differs from run to run (ids, times, ports) and from machine to machine (paths).
 *
 * @param {string} output of the CLI
 * @param {string} program folder of the program
 * @param {string} root of the repository
 */
export function normalised(output, program, root) {
  const document = JSON.parse(output.slice(output.indexOf("{\n"), output.lastIndexOf("}") + 1), (key, value) => {
    if (
      ["sourcePosition", "created", "modified"].includes(key) &&
      typeof value === "string" &&
      !/^project:\/\/\/[^.]/.test(value)
    ) {
      return undefined;
    }
    if (key === "stackTrace" && Array.isArray(value)) return value.filter((frame) => Object.keys(frame).length > 0);
    if (key === "duration") return 0;
    return value;
  });
  let text = JSON.stringify(document, undefined, 1).replaceAll(program, "/program").replaceAll(root, "/package");
  // Folders of the machine in logs of served agents.
  text = text.replace(
    /(?<![\w/])\/[^\s"\\:]*\/(?=site-packages\/|dist\/|node_modules\/|python3?\.?\d*\/|serving\/)/g,
    "/machine/",
  );
  text = counted(text, /m-[0-9a-f]{32}/g, (number) => `m-${digits(32)(number)}`);
  text = counted(
    text,
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
    (number) => `00000000-0000-4000-8000-${digits(12)(number)}`,
  );
  text = counted(text, /(?<=endpointId": ")[0-9a-f]+/g, digits(32));
  text = counted(text, /(?<=experimentId": ")\d+|(?<="id": ")\d{5,}(?=\/)/g, digits(18));
  return `${text.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:5000")}\n`;
}
