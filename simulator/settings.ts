/** What a simulated tenant allows, and how it acts where the real one's behaviour is unknown. */

/** Sizes that the tenant enforces. */
export interface Limits {
  /** Non-employee sources per tenant, @default 50 */
  sources: number;
  /** Custom attributes per source, @default 10 */
  customAttributes: number;
  /** Records per source, @default 20000 */
  records: number;
  /** @default 3 */
  approvers: number;
  /** @default 10 */
  accountManagers: number;
  /**
   * Characters of a source's name, of a record's fields, and of an attribute's label and technical name. No length is published: this one is far
   * above what other tools assume (128), so that no name which the real service takes is refused here. @default 1000
   */
  nameLength: number;
  /**
   * Characters of descriptions, help texts, placeholders, values of custom attributes and comments. 4,000 is the only length
   * that the OpenAPI files name at all, for comments. @default 4000
   */
  textLength: number;
  /** Requests per window, client and API version, @default 100 */
  requests: number;
  /** Length of the rate limit's window in milliseconds; a bucket fills up within it. @default 10000 */
  windowMs: number;
}

/** Switches for what only a live tenant could settle, and for known oddities. */
export interface Behaviour {
  /** Answer for an unknown object where 404 is not documented, @default "404" */
  missingObject: "404" | "400.1.404";
  /** Form of ids that a patch of approvers and account managers accepts, @default "both" */
  patchReferences: "both" | "strings" | "objects";
  /** Ids that paths under `/non-employee-sources` accept, but for those of CSV files, @default "sourceId" */
  pathIds: "sourceId" | "id" | "both";
  /** Ids that the paths of CSV files accept: both downloads, the upload and its status; @default "sourceId" */
  downloadIds: "sourceId" | "id" | "both";
  /** How unset `helpText` and `placeholder` are answered: as documented is null in beta and absent elsewhere, @default "documented" */
  emptyTexts: "documented" | "null" | "empty" | "absent";
  /** What clears `helpText` and `placeholder` in a patch, @default "any" */
  clearText: "any" | "empty" | "null" | "remove";
  /** Whether a `replace` sets a `helpText` or `placeholder` that is not set; refused, it takes an `add`. @default "set" */
  patchAbsent: "set" | "refused";
  /** Names of the system attributes: `accountName` or `account.name`, @default "camelCase" */
  systemNames: "camelCase" | "dotted";
  /** Types and labels of the system attributes: as inferred, or all of type TEXT and labelled with their names; @default "inferred" */
  systemFields: "inferred" | "plain";
  /** Whether a technical name may have a dot, @default "any" */
  technicalNames: "any" | "noDots";
  /** What becomes of values in records when their attribute is deleted, @default "dropped" */
  deletedValues: "dropped" | "kept";
  /** What becomes of records when their source is deleted, @default "dropped" */
  deletedRecords: "dropped" | "kept";
  /** Among which sources a source's name must be unique, @default "all" */
  uniqueNames: "all" | "nonEmployee" | "none";
  /** Whether names that differ in case alone are the same, @default "insensitive" */
  nameCase: "insensitive" | "sensitive";
  /** What creation does with a `managementWorkgroup` that is no numeric legacy id, @default "accepted" */
  createWorkgroup: "accepted" | "refused" | "ignored";
  /** Whether the authoritative source of an identity profile can be deleted, @default "refused" */
  authoritativeDelete: "refused" | "accepted";
  /** Name of the task in the answer to `DELETE /sources/{id}`: none as in the example, or a text as in the schema; @default "null" */
  taskName: "null" | "text";
  /** Whether `PATCH /sources/{id}` changes owner and group of a non-employee source, @default "accepted" */
  ownerPatch: "accepted" | "refused";
  /** `beta`: every version answers with beta's looser types, @default "documented" */
  wireTypes: "documented" | "beta";
  /** Every object of an answer has fields that no schema has, and sources have their owner and group as well, @default false */
  extraFields: boolean;
  /** Enumerations of answers have values that no schema lists, @default false */
  extraEnumValues: boolean;
  /** Order where no sorter decides: that of making, the reverse, or a mixed one that is the same each time; @default "created" */
  listOrder: "created" | "reversed" | "shuffled";
  /** Whether the lists of people and governance groups take `and`, `or`, `not` and parentheses in a filter, @default "accepted" */
  compositeFilters: "accepted" | "refused";
  /** How a list answers an `offset` behind its last item, @default "empty" */
  offsetAtEnd: "empty" | "refused";
  /** Whether the allowance of requests returns at once when the window ends, or bit by bit as in a bucket; @default "fixed" */
  rateWindow: "fixed" | "bucket";
  /** Form of the header in which a 429 says when to come back, @default "seconds" */
  retryAfter: "seconds" | "date" | "none";
  /** Form of CSV: as in the published example; CRLF and few quotes; or byte order mark, CRLF and all quoted; @default "example" */
  csv: "example" | "rfc4180" | "excel";
  /** What heads the columns of custom attributes in CSV, or that there are none; @default "technicalName" */
  csvColumns: "technicalName" | "label" | "none";
  /** What a manager is in CSV, @default "alias" */
  csvManager: "alias" | "name";
  /** Among which records an `accountName` must be unique, @default "source" */
  accountNames: "source" | "tenant";
  /** Whether a record's `accountName` can be changed, @default "accepted" */
  accountNameChange: "accepted" | "refused";
  /** What becomes of `data` that no attribute of the source is for, @default "refused" */
  unknownData: "refused" | "dropped" | "kept";
  /** Whether writing a record demands the custom attributes that are required, @default "enforced" */
  requiredData: "enforced" | "ignored";
  /** Who may change a record's `endDate` beside administrators, @default "owner", the one of its source */
  endDateEditors: "owner" | "ownerAndManagers";
  /** What becomes of the other changes that such a person makes: 400, 403, or nothing; @default "refused" */
  restrictedUpdate: "refused" | "forbidden" | "ignored";
  /** How a record's own dates are answered, @default "asGiven" */
  recordDates: "asGiven" | "utc";
  /** What a bulk delete does with an id that no record has: refused, it deletes nothing; @default "ignored" */
  bulkDeleteUnknown: "ignored" | "refused";
  /** What an upload does with columns that no attribute is for, @default "refused" */
  uploadColumns: "refused" | "ignored";
  /** When wrong rows of an upload show: at once, in a 400, or as the job's end, with the right rows taken; @default "atSubmission" */
  uploadErrors: "atSubmission" | "inJob";
  /** What becomes of an upload to a source to which another one is under way, @default "jobFails" */
  uploadOverlap: "jobFails" | "refused";
  /** What the status of an upload says while it waits, or for good, @default "named", PENDING and so on */
  uploadStatus: "named" | "nullAtFirst" | "nullAlways";
  /** How long an upload lasts, in milliseconds; its records are there when it ends; @default 0 */
  bulkJobMs: number;
  /** What becomes of a request in a source without approvers: approved at once, never decided, or refused; @default "approved" */
  noApprovers: "approved" | "pending" | "refused";
  /** Whose requests the list gives: those in the sources that the person manages or owns, or those the person has made; @default "managed" */
  requestsFor: "managed" | "made";
  /** What the list of approvals gives an administrator who does not say for whom, @default "all" */
  approvalsFor: "all" | "own";
  /** What becomes of the open approval items of a deleted request, @default "cancelled" */
  deletedApprovals: "cancelled" | "dropped";
  /** Whether a request that is decided can be deleted, @default "accepted" */
  decidedDelete: "accepted" | "refused";
  /** What an approval without its detail has of its request: the ids as in the list, or nothing; @default "reference" */
  withoutDetail: "reference" | "absent";
  /** How comments and completion dates that are not set are answered, @default "absent" */
  unsetDecisions: "absent" | "null";
  /** Adds `Content-Encoding: UTF-8` to 4xx answers, @default false */
  bogusContentEncoding: boolean;
  /** Fraction digits of instants, @default "trimmed" */
  timestampDigits: "trimmed" | number;
  /** How long what was just created is not found, by reads and by writes on it, in milliseconds; records by their id alone; @default 0 */
  visibleAfterMs: number;
  /** How long the name of a deleted source stays taken, in milliseconds, @default 0 */
  nameHeldMs: number;
  /** How long the generic source of a deleted non-employee source stays readable in `/sources`, in milliseconds, @default 0 */
  sourceLingersMs: number;
  /** How far the server's clock runs ahead of the real one, in milliseconds; @default 0 */
  clockSkewMs: number;
}

/** The limits that are documented; the lengths of texts are not. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  sources: 50,
  customAttributes: 10,
  records: 20_000,
  approvers: 3,
  accountManagers: 10,
  nameLength: 1000,
  textLength: 4000,
  requests: 100,
  windowMs: 10_000,
};

/** Every switch in its default position. */
export const DEFAULT_BEHAVIOUR: Readonly<Behaviour> = {
  missingObject: "404",
  patchReferences: "both",
  pathIds: "sourceId",
  downloadIds: "sourceId",
  emptyTexts: "documented",
  clearText: "any",
  patchAbsent: "set",
  systemNames: "camelCase",
  systemFields: "inferred",
  technicalNames: "any",
  deletedValues: "dropped",
  deletedRecords: "dropped",
  uniqueNames: "all",
  nameCase: "insensitive",
  createWorkgroup: "accepted",
  authoritativeDelete: "refused",
  taskName: "null",
  ownerPatch: "accepted",
  wireTypes: "documented",
  extraFields: false,
  extraEnumValues: false,
  listOrder: "created",
  compositeFilters: "accepted",
  offsetAtEnd: "empty",
  rateWindow: "fixed",
  retryAfter: "seconds",
  csv: "example",
  csvColumns: "technicalName",
  csvManager: "alias",
  accountNames: "source",
  accountNameChange: "accepted",
  unknownData: "refused",
  requiredData: "enforced",
  endDateEditors: "owner",
  restrictedUpdate: "refused",
  recordDates: "asGiven",
  bulkDeleteUnknown: "ignored",
  uploadColumns: "refused",
  uploadErrors: "atSubmission",
  uploadOverlap: "jobFails",
  uploadStatus: "named",
  bulkJobMs: 0,
  noApprovers: "approved",
  requestsFor: "managed",
  approvalsFor: "all",
  deletedApprovals: "cancelled",
  decidedDelete: "accepted",
  withoutDetail: "reference",
  unsetDecisions: "absent",
  bogusContentEncoding: false,
  timestampDigits: "trimmed",
  visibleAfterMs: 0,
  nameHeldMs: 0,
  sourceLingersMs: 0,
  clockSkewMs: 0,
};

/** Source of the current time in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** The clock that the server believes in: what it writes into answers. Waiting goes by the real one. */
export function createServerClock(clock: Clock, behaviour: Behaviour): Clock {
  return { now: () => clock.now() + behaviour.clockSkewMs };
}
