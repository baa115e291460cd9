import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { equals } from "./filter";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchPages } from "./list";
import {
  type NonEmployeeRequestBody,
  nonEmployeeRequestBodySchema,
} from "./non-employee-request-body";
import { operations } from "./operation";
import { type PagedList, pagedList, sortersWith } from "./paged-list";
import { createPatchSender, type OpenQuestion } from "./patch-form";
import { checkAnswer, checkArgument, named, nullAs, sortersSchema } from "./schema";

const text = z.string().nullish();

/** What says who a non-employee is, in records and in requests for one. */
export const personFields = {
  /** Unique in its source. */
  accountName: text,
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  /** Alias of an identity, not its id. */
  manager: text,
  /** Values of the custom attributes by technical name. */
  data: nullAs(z.record(z.string(), z.unknown()), () => ({})),
};

/** The record of a non-employee in an answer; the API marks nothing of it as always there. */
export const nonEmployeeRecordSchema = z.looseObject({
  /** UUID. */
  id: z.string().min(1),
  ...personFields,
  /** Id of the source as paths take it. */
  sourceId: text,
  /** ISO 8601 instants with 0 to 9 digits of a fraction, of any offset: compare the instants, not the texts. */
  startDate: text,
  endDate: text,
  created: text,
  modified: text,
});

/** The record of a non-employee. */
export type NonEmployeeRecord = z.infer<typeof nonEmployeeRecordSchema>;

/** What a list of records can be sorted by. */
export const recordSorterKeys =
  "id accountName sourceId manager firstName lastName email phone startDate endDate created modified".split(
    " ",
  );

const querySchema = z.strictObject({
  sourceId: z.string().min(1).optional(),
  sorters: sortersSchema(recordSorterKeys).optional(),
});

/** What a list of records may be asked for. */
export interface NonEmployeeRecordsQuery {
  /** Only the records of this source. */
  sourceId?: string;
  /**
   * Comma list over `id`, `accountName`, `sourceId`, `manager`, `firstName`, `lastName`, `email`, `phone`, `startDate`,
   * `endDate`, `created`, `modified`; `-` before a key reverses it. @default "id", which also decides between
   * records that are alike in the other keys
   */
  sorters?: string;
}

/** A list of records, one request for 250 of them. */
export type NonEmployeeRecordList = PagedList<NonEmployeeRecord>;

/**
 * Lists records page by page; nothing is sent before the iteration begins.
 *
 * @throws ArgumentError at once when the query is wrong.
 * @see listNonEmployeeRecords
 */
export function listNonEmployeeRecords(
  caller: Caller,
  query: NonEmployeeRecordsQuery = {},
  call?: CallOptions,
): NonEmployeeRecordList {
  const operation = operations.listNonEmployeeRecords;
  const general = "list non-employee records";
  const { sourceId, sorters: asked } = checkArgument(querySchema, query, general, operation.id);
  const sorters = sortersWith(asked, ["id"]);
  const label = sourceId === undefined ? general : `${general} of source ${sourceId}`;
  const filters = sourceId === undefined ? undefined : equals("sourceId", sourceId);
  const request = { operation, label, query: { sorters, filters } };
  return pagedList(() => fetchPages(caller, request, nonEmployeeRecordSchema, call));
}

/** Creates a record at once, without approval; the API answers 200. @see createNonEmployeeRecord */
export async function createNonEmployeeRecord(
  caller: Caller,
  body: NonEmployeeRequestBody,
  call?: CallOptions,
): Promise<NonEmployeeRecord> {
  const operation = operations.createNonEmployeeRecord;
  const label = `create record ${named(body, "accountName")}`;
  const checked = checkArgument(nonEmployeeRequestBodySchema, body, label, operation.id);
  const answer = await caller.call({ operation, label, body: checked }, call);
  return checkAnswer(nonEmployeeRecordSchema, answer);
}

/** Reads one record. @see getNonEmployeeRecord */
export async function getNonEmployeeRecord(
  caller: Caller,
  id: string,
  call?: CallOptions,
): Promise<NonEmployeeRecord> {
  const operation = operations.getNonEmployeeRecord;
  const request = { operation, parameters: { id }, label: `read record ${id}` };
  return checkAnswer(nonEmployeeRecordSchema, await caller.call(request, call));
}

/** Replaces all fields of a record; needs a token with a user. @see updateNonEmployeeRecord */
export async function updateNonEmployeeRecord(
  caller: Caller,
  id: string,
  body: NonEmployeeRequestBody,
  call?: CallOptions,
): Promise<NonEmployeeRecord> {
  const operation = operations.updateNonEmployeeRecord;
  const label = `replace record ${id}`;
  const checked = checkArgument(nonEmployeeRequestBodySchema, body, label, operation.id);
  const request = { operation, parameters: { id }, label, body: checked };
  return checkAnswer(nonEmployeeRecordSchema, await caller.call(request, call));
}

/** How a custom value is set that was not set before: RFC 6902 wants `add` there, the API's one example has `replace`. */
const settingForm: OpenQuestion = {
  isProvenByFirst: false,
  concerns: ({ op, path }) => op === "replace" && path.startsWith("/data/"),
  forms: [(part) => part, (part) => ({ ...part, op: "add" })],
};

/**
 * Makes the call that patches a record; the result remembers in which form the tenant lets custom values be set. Needs a token
 * with a user. The path of a custom value is `jsonPointer("data", technicalName)`.
 *
 * @see patchNonEmployeeRecord
 */
export function createPatchNonEmployeeRecord(
  caller: Caller,
): (id: string, patch: JsonPatchOperation[], call?: CallOptions) => Promise<NonEmployeeRecord> {
  const operation = operations.patchNonEmployeeRecord;
  const sendPatch = createPatchSender([settingForm]);
  return async (id, patch, call) => {
    const label = `change record ${id}`;
    const checked = checkArgument(jsonPatchSchema, patch, label, operation.id);
    return sendPatch(checked, async (body) => {
      const request = { operation, parameters: { id }, label, body };
      return checkAnswer(nonEmployeeRecordSchema, await caller.call(request, call));
    });
  };
}

/** Deletes one record. @see deleteNonEmployeeRecord */
export async function deleteNonEmployeeRecord(
  caller: Caller,
  id: string,
  call?: CallOptions,
): Promise<void> {
  const operation = operations.deleteNonEmployeeRecord;
  await caller.call({ operation, parameters: { id }, label: `delete record ${id}` }, call);
}

const idsSchema = z.array(z.string().min(1)).min(1);

/**
 * Deletes records by their ids. What the API does with the others when it does not know one of them is not documented: look
 * after an error.
 *
 * @param ids - At least one.
 * @see deleteNonEmployeeRecordsInBulk
 */
export async function deleteNonEmployeeRecordsInBulk(
  caller: Caller,
  ids: readonly string[],
  call?: CallOptions,
): Promise<void> {
  const operation = operations.deleteNonEmployeeRecordsInBulk;
  const label = `delete ${Array.isArray(ids) ? ids.length : "several"} records`;
  const checked = checkArgument(idsSchema, ids, label, operation.id);
  await caller.call({ operation, label, body: { ids: checked } }, call);
}
