import { closeSync, openSync, readSync } from "node:fs";
import { seconds, style } from "../lib/progress.mjs";

/** Calls `onEvent` for each engine event in a file that the CLI is still writing; returns a function that reads the rest. */
export function followEvents(path, onEvent) {
  let position = 0;
  let rest = "";
  const buffer = Buffer.alloc(256 * 1024);
  const readMore = () => {
    let file;
    try {
      file = openSync(path, "r");
    } catch {
      return; // not there yet
    }
    try {
      for (let count = 1; count > 0; ) {
        count = readSync(file, buffer, 0, buffer.length, position);
        position += count;
        // Bytes as they are: a chunk may end inside of a character.
        rest += buffer.toString("latin1", 0, count);
      }
    } finally {
      closeSync(file);
    }
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      try {
        onEvent(JSON.parse(Buffer.from(line, "latin1").toString("utf8")));
      } catch {
        // a line that a killed CLI did not finish
      }
    }
  };
  const timer = setInterval(readMore, 100);
  return () => {
    clearInterval(timer);
    readMore();
  };
}

const words = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "replacement created",
  "delete-replaced": "replaced one deleted",
};

/**
 * Turns engine events into lines: one for each resource that changed, its time, and what the provider says meanwhile.
 *
 * @param {{ print: (line: string) => void, say: (text: string) => void }} out `print`: a line that stays; `say`: progress.
 */
export function summarise({ print, say }) {
  const begun = new Map();
  const summary = { changed: 0, errors: [], outputs: {} };
  const label = (urn) => `${urn.split("::")[2].split(":").pop().padEnd(16)} ${urn.split("::").pop()}`;
  const isOwn = ({ type }) => !type.startsWith("pulumi:");
  const onEvent = (event) => {
    const before = event.resourcePreEvent?.metadata;
    if (before) begun.set(before.urn, Date.now());
    if (before && isOwn(before) && words[before.op]) say(`${label(before.urn)}: ${before.op}`);
    const after = event.resOutputsEvent?.metadata;
    if (after?.type === "pulumi:pulumi:Stack" && after.op !== "refresh") summary.outputs = after.new?.outputs ?? {};
    if (after && isOwn(after) && words[after.op]) {
      summary.changed++;
      const time = seconds(Date.now() - (begun.get(after.urn) ?? Date.now()));
      print(`    ${label(after.urn).padEnd(34)} ${words[after.op].padEnd(10)} ${style.dim(time)}`);
    }
    const told = event.diagnosticEvent;
    if (told?.urn && (told.ephemeral || told.severity === "info#err"))
      say(`${label(told.urn)}: ${plain(told.message)}`);
    if (told?.severity === "warning" && !told.ephemeral) print(`    ${plain(told.message)}`);
    if (told?.severity === "error")
      summary.errors.push(`${told.urn ? `${label(told.urn)}: ` : ""}${plain(told.message)}`);
  };
  return { summary, onEvent };
}

/** Without the CLI's colour marks and without stack traces. */
const plain = (text) =>
  text
    .replace(/<\{%[^%]*%\}>/g, "")
    .split("\n")
    .filter((line) => !/^\s+at\s/.test(line))
    .join("\n")
    .trim();
