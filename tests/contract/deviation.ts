/** Where an exchange differs from the OpenAPI files. */

export interface Deviation {
  part: "request" | "response";
  /** `status`, `content type`, `accept`, `query`, `operation`, a header, `csv ...`, or a JSON pointer into the body. */
  place: string;
  /** The JSON Schema keyword that failed, or one word of the judge's own. */
  rule: string;
  problem: string;
}

/** A difference, put together. */
export function found(
  part: Deviation["part"],
  place: string,
  rule: string,
  problem: string,
): Deviation {
  return { part, place, rule, problem };
}
