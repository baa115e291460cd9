/** JSON Patch (RFC 6902) as far as the API's documents need it. */
import { isDeepStrictEqual } from "node:util";
import { badRequest } from "./error-body";
import { isObject, type JsonObject } from "./json";

const OPERATIONS = ["add", "remove", "replace", "move", "copy", "test"] as const;

/** One checked operation; `path` and `from` are split into unescaped segments. */
export interface PatchOperation {
  op: (typeof OPERATIONS)[number];
  path: string[];
  from: string[];
  value: unknown;
}

/** Checks the body of a PATCH; anything but an array of operations is a 400. */
export function parsePatch(body: unknown): PatchOperation[] {
  if (!Array.isArray(body))
    throw badRequest("400.1", "the body must be an array of patch operations;");
  return body.map((entry, index) => parseOperation(entry, index));
}

function parseOperation(entry: unknown, index: number): PatchOperation {
  if (!isObject(entry)) throw badRequest("400.1", `operation ${index} must be an object;`);
  const op = OPERATIONS.find((known) => known === entry.op);
  if (!op) throw badRequest("400.1", `operation ${index} has no valid op;`);
  const needsValue = op === "add" || op === "replace" || op === "test";
  if (needsValue && !Object.hasOwn(entry, "value")) {
    throw badRequest("400.1", `operation ${index} has no value;`);
  }
  const needsFrom = op === "move" || op === "copy";
  return {
    op,
    path: parsePointer(entry.path, index),
    from: needsFrom ? parsePointer(entry.from, index) : [],
    value: entry.value,
  };
}

function parsePointer(pointer: unknown, index: number): string[] {
  if (typeof pointer !== "string" || !/^(\/([^~]|~[01])*)+$/.test(pointer)) {
    throw badRequest("400.1", `operation ${index} has no valid path;`);
  }
  const segments = pointer.slice(1).split("/");
  return segments.map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Refuses operations that write outside the listed top-level fields. */
export function refuseOtherFields(
  operations: readonly PatchOperation[],
  patchable: readonly string[],
): void {
  for (const { op, path, from } of operations) {
    const written = op === "test" ? [] : op === "move" ? [path[0], from[0]] : [path[0]];
    const other = written.find((field) => field === undefined || !patchable.includes(field));
    if (other !== undefined) throw badRequest("400.1.1", `${other} cannot be changed;`);
  }
}

/** The document after all operations; the one given stays as it is. */
export function applyPatch(
  document: JsonObject,
  operations: readonly PatchOperation[],
): JsonObject {
  const result = structuredClone(document);
  for (const operation of operations) applyOperation(result, operation);
  return result;
}

function applyOperation(document: JsonObject, operation: PatchOperation): void {
  const { op, path, from, value } = operation;
  switch (op) {
    case "add":
      put(document, path, value, true);
      break;
    case "replace":
      read(document, path);
      put(document, path, value, false);
      break;
    case "remove":
      remove(document, path);
      break;
    case "copy":
      put(document, path, structuredClone(read(document, from)), true);
      break;
    case "move": {
      const moved = read(document, from);
      remove(document, from);
      put(document, path, moved, true);
      break;
    }
    case "test":
      if (!isDeepStrictEqual(read(document, path), value)) {
        throw badRequest("400.1.3", `/${path.join("/")} has another value;`);
      }
  }
}

function read(document: JsonObject, path: readonly string[]): unknown {
  let current: unknown = document;
  for (const segment of path) {
    if (Array.isArray(current)) current = current[arrayIndex(segment, current.length - 1, path)];
    else if (isObject(current) && Object.hasOwn(current, segment)) current = current[segment];
    else throw absent(path);
  }
  return current;
}

function put(document: JsonObject, path: readonly string[], value: unknown, insert: boolean): void {
  const { parent, last } = locate(document, path);
  if (!Array.isArray(parent)) parent[last] = value;
  else if (!insert) parent[arrayIndex(last, parent.length - 1, path)] = value;
  else if (last === "-") parent.push(value);
  else parent.splice(arrayIndex(last, parent.length, path), 0, value);
}

function remove(document: JsonObject, path: readonly string[]): void {
  read(document, path);
  const { parent, last } = locate(document, path);
  if (Array.isArray(parent)) parent.splice(arrayIndex(last, parent.length - 1, path), 1);
  else delete parent[last];
}

function locate(
  document: JsonObject,
  path: readonly string[],
): { parent: JsonObject | unknown[]; last: string } {
  const parent = read(document, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || !(Array.isArray(parent) || isObject(parent))) throw absent(path);
  return { parent, last };
}

function arrayIndex(segment: string, highest: number, path: readonly string[]): number {
  const index = /^(0|[1-9]\d*)$/.test(segment) ? Number(segment) : Number.NaN;
  if (!(index <= highest)) throw absent(path);
  return index;
}

function absent(path: readonly string[]): Error {
  return badRequest("400.1", `/${path.join("/")} does not exist;`);
}
