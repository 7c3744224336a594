import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { AgentsError } from "../errors.js";
import { IniError, parseIni } from "./iniFile.js";

/** The keys of one profile. */
export type Profile = ReadonlyMap<string, string>;

/** What the profile file holds. */
export interface ProfileFile {
  /** Where it is, as far as messages show it. */
  shown: string;
  /** Whether it exists. */
  exists: boolean;
  /** By name, without `__settings__`. */
  profiles: ReadonlyMap<string, Profile>;
  /** The profile used when none is named, where there is one. */
  defaultName: string | undefined;
}

/**
 * Reads `.databrickscfg`. One that does not exist has no profiles.
 *
 * @param configured path that was configured; `~` is the home folder. Default: `~/.databrickscfg`
 * @param home the home folder. Default: the system's
 * @throws AgentsError `configuration` when it cannot be read or is malformed
 */
export async function readProfileFile(configured: string | undefined, home = homedir()): Promise<ProfileFile> {
  const shown = configured ?? "~/.databrickscfg";
  const path = shown.startsWith("~/") || shown.startsWith("~\\") ? join(home, shown.slice(2)) : shown;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR")
      return { shown, exists: false, profiles: new Map(), defaultName: undefined };
    throw new AgentsError("configuration", `The profile file ${shown} cannot be read (${code || "unknown reason"}).`, {
      path: "configFile",
    });
  }
  let sections: Map<string, Map<string, string>>;
  try {
    sections = parseIni(text);
  } catch (error) {
    if (!(error instanceof IniError)) throw error;
    throw new AgentsError("configuration", `The profile file ${shown} is malformed: ${error.message}.`, {
      path: "configFile",
    });
  }
  const settings = sections.get("__settings__");
  sections.delete("__settings__");
  const wanted = settings?.get("default_profile");
  const fallback = sections.has("DEFAULT") ? "DEFAULT" : undefined;
  return {
    shown,
    exists: true,
    profiles: sections,
    defaultName: wanted === undefined || wanted === "" ? fallback : wanted,
  };
}

/**
 * One profile by its name.
 *
 * @param file what was read
 * @param name the profile
 * @param from who named it, for the message
 * @throws AgentsError `configuration` that lists the profiles there are
 */
export function findProfile(file: ProfileFile, name: string, from: string): Profile {
  const profile = file.profiles.get(name);
  if (profile !== undefined) return profile;
  const names = [...file.profiles.keys()].map((each) => `"${each}"`).join(", ");
  const found = !file.exists
    ? `${file.shown} does not exist; \`databricks configure\` writes it`
    : names === ""
      ? `${file.shown} has no profiles`
      : `${file.shown} has ${names}`;
  throw new AgentsError("configuration", `There is no profile "${name}" (${from}): ${found}.`, { path: "profile" });
}
