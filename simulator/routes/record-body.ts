/** Non-employees as bodies and rows of files give them, and adding one: also for who comes by an approval. */
import type { RouteContext } from "../context";
import type { NonEmployeeRecord, RecordFields, SchemaAttribute } from "../entities";
import { badContent, badRequest } from "../error-body";
import { isInstant } from "../identifier";
import { isObject, type JsonObject } from "../json";
import { isVisible, unknownReference } from "./lookup";
import { expectTexts, type TextField } from "./text";

/** In the order of the published example of a refusal. */
const TEXTS: readonly TextField[] = [
  "firstName",
  "accountName",
  "lastName",
  "email",
  "phone",
  "manager",
  "sourceId",
  "startDate",
  "endDate",
].map((name) => ({ name, limit: "nameLength", isRequired: true }));

const DATES = ["startDate", "endDate"] as const;

/** What the records of a source are checked by; made once for all rows of a file. */
export interface RecordRules {
  /** Of everybody who can be a manager. */
  aliases: ReadonlySet<string>;
  custom: readonly Readonly<SchemaAttribute>[];
}

/** A non-employee and the source that it belongs to. */
export interface CheckedRecord {
  sourceId: string;
  fields: RecordFields;
}

/** The rules of a source. @throws Refusal where no source has that id */
export function recordRulesOf(context: RouteContext, sourceId: string): RecordRules {
  const { rows } = context.store;
  if (!rows.source(sourceId) || !isVisible(context, sourceId)) {
    throw unknownReference(sourceId, "sourceId");
  }
  return {
    aliases: new Set(rows.identities().map(({ alias }) => alias)),
    custom: rows.attributesOf(sourceId).filter(({ system }) => !system),
  };
}

/**
 * Checks the body that creates, replaces or requests a non-employee.
 *
 * @param rulesOf the rules of the source that the body names
 * @throws Refusal that names what is wrong with it, the gravest alone
 */
export function checkRecordBody(
  context: RouteContext,
  body: JsonObject,
  rulesOf: (sourceId: string) => RecordRules = (sourceId) => recordRulesOf(context, sourceId),
): CheckedRecord {
  const { limits } = context;
  expectTexts(body, TEXTS, limits, [
    ...dateProblems(body),
    ...dataProblems(body.data, limits.customAttributes),
  ]);
  const text = (name: keyof RecordFields) => String(body[name]);
  const sourceId = String(body.sourceId);
  const rules = rulesOf(sourceId);
  const data = checkedData(context, textsIn(body.data), rules);
  const manager = text("manager");
  if (!rules.aliases.has(manager)) {
    throw badRequest("400.1.404", `manager: no identity has the alias "${manager}".`);
  }
  const fields = {
    accountName: text("accountName"),
    firstName: text("firstName"),
    lastName: text("lastName"),
    email: text("email"),
    phone: text("phone"),
    manager,
    startDate: text("startDate"),
    endDate: text("endDate"),
    data,
  };
  return { sourceId, fields };
}

/** Adds a non-employee. @throws Refusal where its account name is taken or its source is full */
export function addCheckedRecord(
  context: RouteContext,
  { sourceId, fields }: CheckedRecord,
): NonEmployeeRecord {
  expectFreeAccount(context, sourceId, fields.accountName);
  expectRoom(context, sourceId, 1);
  return context.store.addRecord(sourceId, fields);
}

/** @param own id of the record that is changed; its own account name does not count */
export function expectFreeAccount(
  { store, behaviour }: RouteContext,
  sourceId: string,
  accountName: string,
  own?: string,
): void {
  const { rows } = store;
  const others = behaviour.accountNames === "tenant" ? rows.records() : rows.recordsOf(sourceId);
  if (!others.some((other) => other.accountName === accountName && other.id !== own)) return;
  throw accountNameTaken(accountName);
}

export function accountNameTaken(accountName: string): Error {
  return badRequest(
    "400.1.409",
    `Unable to create Non-Employee because the accountName "${accountName}" is already being used.`,
  );
}

export function expectRoom({ store, limits }: RouteContext, sourceId: string, more: number): void {
  if (store.rows.recordCount(sourceId) + more <= limits.records) return;
  throw badRequest("400.1.4", `At most ${limits.records} records are allowed for a source.`);
}

function dateProblems(body: JsonObject): string[] {
  return DATES.filter((name) => {
    const value = body[name];
    // What is no text, or an empty one, is found with all texts.
    return typeof value === "string" && value !== "" && !isInstant(value);
  }).map((name) => `${name} must be an instant such as 2026-03-02T10:00:00Z`);
}

function dataProblems(data: unknown, most: number): string[] {
  if (data === undefined) return [];
  if (!isObject(data)) return ["data must be an object"];
  const names = Object.keys(data);
  const wrong = names.filter((name) => typeof data[name] !== "string");
  const problems = wrong.map((name) => `data.${name} must be a string`);
  const isTooMuch = names.length > most;
  return isTooMuch ? [...problems, `data must not have more than ${most} entries`] : problems;
}

function textsIn(data: unknown): Record<string, string> {
  const entries = Object.entries(isObject(data) ? data : {});
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** The custom values with what becomes of those that no attribute is for. */
function checkedData(
  { behaviour, limits }: RouteContext,
  data: Record<string, string>,
  { custom }: RecordRules,
): Record<string, string> {
  const names = new Set(custom.map(({ technicalName }) => technicalName));
  const unknown = Object.keys(data).filter((name) => !names.has(name));
  const required = behaviour.requiredData === "enforced" ? custom : [];
  const missing = required.filter((one) => one.required && !data[one.technicalName]);
  const problems = [
    ...(behaviour.unknownData === "refused" ? unknown : []).map(
      (name) => `data.${name} is no attribute of the source`,
    ),
    ...missing.map(({ technicalName }) => `data.${technicalName} is required`),
  ];
  if (problems.length > 0) throw badContent(problems);
  const fields = Object.keys(data).map((name): TextField => ({ name, limit: "textLength" }));
  expectTexts(data, fields, limits);
  if (behaviour.unknownData === "kept") return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)));
}
