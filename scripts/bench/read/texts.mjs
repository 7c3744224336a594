import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "../../lib/paths.mjs";

const imports = [
  "import functools",
  "import json",
  "import logging",
  "import re",
  "import time",
  "import uuid",
  "from collections import deque",
  "from contextlib import contextmanager",
  "from dataclasses import dataclass, field",
  "from datetime import datetime",
  "from zoneinfo import ZoneInfo",
];

/**
 * Agents as people write them: one agent of the corpus each, behind a prompt, settings and helpers of its own.
 *
 * @param {number} count how many
 * @param {number} lines how long each is
 * @returns {string[]} the texts, all of them different
 */
export function ordinaryAgents(count, lines) {
  const corpus = agents(lines - 20);
  const helpers = readFileSync(at("scripts/bench/read/helpers.py"), "utf8").split("# %%\n");
  return Array.from({ length: count }, (_, index) => {
    const agent = corpus[index % corpus.length];
    const before = ["# An agent.", ...imports, "", ...helpers[0].split("\n")];
    for (let next = index; before.length + agent.length < lines; next++) {
      before.push("", ...helpers[1 + (next % (helpers.length - 1))].split("\n"));
    }
    // A helper may have come twice, or been cut: a file is not one line too long for that.
    const room = lines - agent.length - 1;
    return `${[...whole(before, room), ...agent].join("\n")}\n# ${index}\n`;
  });
}

/** As many of the lines as there is room for, ending before a statement of the top level. */
function whole(text, room) {
  let end = Math.min(room, text.length);
  const begins = (line) => /^[a-zA-Z@]/.test(text[line] ?? "a") && !text[line - 1]?.startsWith("@");
  while (end > 0 && !begins(end)) end -= 1;
  const kept = text.slice(0, end);
  while (kept.length < room) kept.push("");
  return kept;
}

/**
 * The hardest case: several agents of the corpus in one file, so that each file uses many things in many ways.
 *
 * @param {number} count how many
 * @param {number} lines how long each is
 * @returns {string[]} the texts, all of them different
 */
export function gluedAgents(count, lines) {
  const corpus = agents(lines).map((text) => text.join("\n"));
  return Array.from({ length: count }, (_, index) => {
    let text = corpus[index % corpus.length];
    for (let next = index + 1; text.split("\n").length < lines; next++) {
      text = `${corpus[(next * 7) % corpus.length].replaceAll("set_model(", "ready(")}\n${text}`;
    }
    return `${text.split("\n").slice(-lines).join("\n")}\n# ${index}\n`;
  });
}

/** The corpus' agents of one file, as lines. */
function agents(most) {
  const folder = at("test/unit/uses/corpus");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name, "agent.py"))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "latin1"))
    .filter((text) => text.length > 500 && /^[\x20-\x7e\n]*$/.test(text))
    .map((text) => text.split("\n"))
    .filter((text) => text.length < most);
}
