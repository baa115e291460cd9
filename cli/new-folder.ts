/** The folder that `--out` names, where it has to be new or empty. */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { codeOf, messageOf } from "./host";

/** @throws Error if somebody's work could be overwritten, or the folder cannot be looked at */
export function refuseFullFolder(out: string): void {
  if (out.trim() === "") {
    throw new Error("--out is empty; name a folder that is new or empty");
  }
  let names: string[];
  try {
    names = readdirSync(resolve(out));
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return;
    const reason = code === "ENOTDIR" ? "it is a file" : messageOf(error);
    throw new Error(`--out ${out}: ${reason}; name a folder that is new or empty`, {
      cause: error,
    });
  }
  if (names.length === 0) return;
  throw new Error(
    `--out ${out}: the folder is not empty (it has ${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}); nothing was written. Name a folder that is new or empty`,
  );
}
