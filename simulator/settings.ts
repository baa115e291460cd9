/** What a simulated tenant allows, and how it acts where the real one's behaviour is unknown. */

/** Sizes that the tenant enforces. */
export interface Limits {
  /** Non-employee sources per tenant, @default 50 */
  sources: number;
  /** Custom attributes per source, @default 10 */
  customAttributes: number;
  /** @default 3 */
  approvers: number;
  /** @default 10 */
  accountManagers: number;
  /**
   * Characters of a source's name, and of an attribute's label and technical name. No length is published: this one is far
   * above what other tools assume (128), so that no name which the real service takes is refused here. @default 1000
   */
  nameLength: number;
  /**
   * Characters of descriptions, help texts and placeholders. 4,000 is the only length that the OpenAPI files name at all,
   * for comments. @default 4000
   */
  textLength: number;
  /** Requests per window, client and API version, @default 100 */
  requests: number;
  /** Length of the rate limit's fixed window in milliseconds, @default 10000 */
  windowMs: number;
}

/** Switches for what only a live tenant could settle, and for known oddities. */
export interface Behaviour {
  /** Answer for an unknown object where 404 is not documented, @default "404" */
  missingObject: "404" | "400.1.404";
  /** Form of ids that a patch of approvers and account managers accepts, @default "both" */
  patchReferences: "both" | "strings" | "objects";
  /** Ids that paths under `/non-employee-sources` accept, @default "sourceId" */
  pathIds: "sourceId" | "both";
  /** What clears `helpText` and `placeholder` in a patch, @default "any" */
  clearText: "any" | "empty" | "null" | "remove";
  /** Whether `PATCH /sources/{id}` changes owner and group of a non-employee source, @default "accepted" */
  ownerPatch: "accepted" | "refused";
  /** `beta`: every version answers with beta's looser types, @default "documented" */
  wireTypes: "documented" | "beta";
  /** Adds `Content-Encoding: UTF-8` to 4xx answers, @default false */
  bogusContentEncoding: boolean;
  /** Fraction digits of instants, @default "trimmed" */
  timestampDigits: "trimmed" | number;
  /** How long a created source or attribute stays invisible to reads, in milliseconds, @default 0 */
  visibleAfterMs: number;
  /** How long the name of a deleted source stays taken, in milliseconds, @default 0 */
  nameHeldMs: number;
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
  sources: 50,
  customAttributes: 10,
  approvers: 3,
  accountManagers: 10,
  nameLength: 1000,
  textLength: 4000,
  requests: 100,
  windowMs: 10_000,
};

export const DEFAULT_BEHAVIOUR: Readonly<Behaviour> = {
  missingObject: "404",
  patchReferences: "both",
  pathIds: "sourceId",
  clearText: "any",
  ownerPatch: "accepted",
  wireTypes: "documented",
  bogusContentEncoding: false,
  timestampDigits: "trimmed",
  visibleAfterMs: 0,
  nameHeldMs: 0,
};

/** Source of the current time in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}
