import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { equals } from "./filter";
import { fetchPages } from "./list";
import { operations } from "./operation";
import { checkArgument, sortersSchema } from "./schema";

const text = z.string().nullish();

/** The record of a non-employee in an answer; the API marks nothing of it as always there. */
export const nonEmployeeRecordSchema = z.looseObject({
  /** UUID. */
  id: z.string().min(1),
  /** Unique in its source. */
  accountName: text,
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  /** Alias of an identity, not its id. */
  manager: text,
  /** Id of the source as paths take it. */
  sourceId: text,
  /** Values of the custom attributes by technical name. */
  data: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((data) => data ?? {}),
  /** ISO 8601 instants with 0 to 9 digits of a fraction, of any offset: compare the instants, not the texts. */
  startDate: text,
  endDate: text,
  created: text,
  modified: text,
});

/** The record of a non-employee. */
export type NonEmployeeRecord = z.infer<typeof nonEmployeeRecordSchema>;

const sorterKeys =
  "id accountName sourceId manager firstName lastName email phone startDate endDate created modified".split(
    " ",
  );

const querySchema = z.strictObject({
  sourceId: z.string().min(1).optional(),
  sorters: sortersSchema(sorterKeys).optional(),
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

/**
 * A list of records that is read while it is iterated, one request for 250 records; each iteration reads it anew. It is
 * complete only when the iteration ends without an error: one that becomes longer or shorter on the way ends with a
 * ResponseShapeError.
 */
export interface NonEmployeeRecordList extends AsyncIterable<NonEmployeeRecord> {
  /** The same list by pages, none of them empty. */
  pages(): AsyncIterable<NonEmployeeRecord[]>;
}

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
  // Only an order without ties is the same for each page.
  const sorters = asked === undefined ? "id" : `${asked},id`;
  const label = sourceId === undefined ? general : `${general} of source ${sourceId}`;
  const filters = sourceId === undefined ? undefined : equals("sourceId", sourceId);
  const request = { operation, label, query: { sorters, filters } };
  const pages = () => fetchPages(caller, request, nonEmployeeRecordSchema, call);
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) {
        yield* page;
      }
    },
  };
}
