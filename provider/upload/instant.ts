/** Dates as files and tenants write them. */

const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const instantPattern =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/** What a date may be, for messages. */
export const acceptedDate =
  "an ISO 8601 date or instant, such as 2027-03-31 or 2027-03-31T00:00:00Z";

/** Milliseconds since 1970 of an ISO 8601 instant, or of the midnight in UTC of a date; undefined for all else. */
export function instantOf(text: string): number | undefined {
  const [, year, month, day] = datePattern.exec(text) ?? instantPattern.exec(text) ?? [];
  if (year === undefined) return undefined;
  // `Date.parse` takes the 30th of February for the 2nd of March.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day))
    return undefined;
  return Date.parse(text);
}

/** A date as the upload surely takes it: with a time, seconds and an offset; an instant that has these stays as it is. */
export function toUploadDate(text: string): string {
  const ms = instantOf(text);
  const isWhole = /T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  return isWhole || ms === undefined ? text : new Date(ms).toISOString();
}
