/** Reads what was thrown. Not by `instanceof`, which fails for errors from outside jest's sandbox. */
import { types } from "node:util";

/** The message of an error, or whatever was thrown as text. */
export function messageOf(thrown: unknown): string {
  return types.isNativeError(thrown) ? thrown.message : String(thrown);
}

/** Node's error code, such as `EEXIST`. */
export function codeOf(thrown: unknown): unknown {
  return types.isNativeError(thrown) && "code" in thrown ? thrown.code : undefined;
}
