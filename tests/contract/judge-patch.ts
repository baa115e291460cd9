/** Judging JSON Patches (RFC 6902) beyond their schema: which fields they may change, and to what. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import type { Operation } from "./openapi";
import { fieldOf, isObject, itemsOf, segmentsOf } from "./value";

const POINTER = /^(\/([^~/]|~[01])+)+$/;
const PATCH = "application/json-patch+json";

/** What is wrong with the operations of a patch; nothing where the body is none. */
export function judgePatch(operation: Operation, { body }: LoggedRequest): Deviation[] {
  if (!operation.requestBody?.content[PATCH]) return [];
  return itemsOf(body).flatMap((change, index) => judgeChange(operation, change, `/${index}`));
}

function judgeChange(operation: Operation, change: unknown, place: string): Deviation[] {
  const [op, path, from] = ["op", "path", "from"].map((name) => fieldOf(change, name));
  // What is no operation, or has no path, is the schema's to find.
  if (typeof op !== "string" || typeof path !== "string") return [];
  const hasValue = isObject(change) && Object.hasOwn(change, "value");
  const deviations: Deviation[] = [];
  const add = (name: string, rule: string, problem: string) =>
    deviations.push(found("request", `${place}/${name}`, rule, problem));
  const needsValue = op === "add" || op === "replace" || op === "test";
  if (needsValue && !hasValue) add("value", "required", `${op} needs a value`);
  const needsFrom = op === "move" || op === "copy";
  const pointers = [["path", path] as const, ...(needsFrom ? [["from", from] as const] : [])];
  for (const [name, pointer] of pointers) {
    if (typeof pointer !== "string" || !POINTER.test(pointer)) {
      add(name, "pointer", `"${pointer}" is no JSON pointer`);
    } else if (op !== "test" && !(op === "copy" && name === "from")) {
      const [field = ""] = segmentsOf(pointer);
      if (!canChange(operation, field)) add(name, "patch", `"${field}" cannot be changed`);
    }
  }
  const problem = hasValue && needsValue && valueProblem(operation, path, fieldOf(change, "value"));
  if (problem) add("value", "patch", problem);
  return deviations;
}

/** Where the text names no fields, those that have a kind. */
function canChange({ patch, template }: Operation, field: string): boolean {
  const { refused, allowed = refused ? undefined : Object.keys(KINDS[template] ?? {}) } = patch;
  return (allowed?.includes(field) ?? true) && !refused?.includes(field);
}

type Kind = "text" | "flag" | "members" | "owner" | "group" | "texts" | "map";

const KINDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  "/non-employee-sources/{sourceId}": {
    ...{ name: "text", description: "text" },
    ...{ approvers: "members", accountManagers: "members" },
  },
  "/non-employee-sources/{sourceId}/schema-attributes/{attributeId}": {
    ...{ label: "text", helpText: "text", placeholder: "text", required: "flag" },
  },
  "/non-employee-records/{id}": {
    ...{ accountName: "text", firstName: "text", lastName: "text", email: "text" },
    ...{ phone: "text", manager: "text", startDate: "text", endDate: "text", data: "map" },
  },
  "/sources/{id}": {
    ...{ name: "text", description: "text", owner: "owner", managementWorkgroup: "group" },
    ...{ features: "texts", connectorAttributes: "map" },
  },
};

const EXPECTED: Readonly<Record<Kind, string>> = {
  text: "a text",
  flag: "true or false",
  members: "a list of ids, or of objects with an id",
  owner: "a reference to an identity",
  group: "a reference to a governance group",
  texts: "a list of texts",
  map: "an object",
};

/** What a field cannot be set to; a null is the schema's to find, since no value may be one. */
function valueProblem({ template }: Operation, path: string, value: unknown): string | undefined {
  if (value === null || !POINTER.test(path)) return undefined;
  const [field = "", ...inside] = segmentsOf(path);
  const kind = KINDS[template]?.[field];
  if (kind === undefined) return undefined;
  const isItem = inside.length === 1 && /^(-|0|[1-9]\d*)$/.test(inside[0] ?? "");
  if (inside.length > 0 && !(isItem && kind === "members")) return undefined;
  const isRight = isItem ? isMember(value) : fits(kind, value);
  return isRight ? undefined : `of "${path}" must be ${isItem ? "an id" : EXPECTED[kind]}`;
}

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "flag":
      return typeof value === "boolean";
    case "members":
      return Array.isArray(value) && value.every(isMember);
    case "owner":
      return isReference(value, "IDENTITY");
    case "group":
      return isReference(value, "GOVERNANCE_GROUP");
    case "texts":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "map":
      return isObject(value);
  }
}

/** The published example has bare ids; objects are what creation takes. */
function isMember(value: unknown): boolean {
  return isId(value) || (isObject(value) && Object.keys(value).length === 1 && isId(value.id));
}

function isReference(value: unknown, type: string): boolean {
  return isId(fieldOf(value, "id")) && fieldOf(value, "type") === type;
}

function isId(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value === value.trim();
}
