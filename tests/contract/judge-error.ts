/** Judging the bodies of refusals beyond their schema, by what is known of their codes. */
import type { LoggedRequest } from "../../simulator/index";
import { type Deviation, found } from "./deviation";
import { TRACKING_ID } from "./judge-header";
import type { Operation } from "./openapi";
import { fieldOf } from "./value";

/** What is wrong with the code and the tracking id of a refusal; nothing where the body has none. */
export function judgeError(operation: Operation, entry: LoggedRequest): Deviation[] {
  const { status = 0, responseBody } = entry;
  if (status < 400) return [];
  const deviations: Deviation[] = [];
  const detailCode = fieldOf(responseBody, "detailCode");
  if (typeof detailCode === "string") {
    // All known codes are numbers that begin with the status, a blank, and words.
    const [number = ""] = /^\d{3}(\.\d+)*(?= \S)/.exec(detailCode) ?? [];
    if (number.split(".")[0] !== String(status)) {
      const problem = `must be a number that begins with ${status}, and words: "${detailCode}"`;
      deviations.push(found("response", "/detailCode", "code", problem));
    }
    if (number === "400.1.404") deviations.push(...judgeReference(operation, entry));
  }
  const trackingId = fieldOf(responseBody, "trackingId");
  if (typeof trackingId === "string" && !TRACKING_ID.test(trackingId)) {
    const problem = "must be 32 hexadecimal digits";
    deviations.push(found("response", "/trackingId", "format", problem));
  }
  return deviations;
}

/** Fields by which a request refers to other objects than that of its path; in a patch, a slash is before them. */
const REFERENCES =
  /"(\/?(owner|managementWorkgroup|approvers|accountManagers|manager)|sourceId|ids)/;

/** Where a request refers to nothing, what is not there is the object of its path: a 404 where that is documented. */
function judgeReference(operation: Operation, { body }: LoggedRequest): Deviation[] {
  if (REFERENCES.test(JSON.stringify(body ?? null))) return [];
  if (operation.responses.has(404)) {
    const problem = "404 is documented for what is not there";
    return [found("response", "/detailCode", "missing object", problem)];
  }
  const problem = "nothing in the request refers to anything";
  return [found("response", "/detailCode", "reference", problem)];
}
