/** Changing a record: what can be changed at all, and what by whom. */
import { isDeepStrictEqual } from "node:util";
import type { RouteContext } from "../context";
import type { NonEmployeeRecord, RecordFields } from "../entities";
import { badRequest, forbidden } from "../error-body";
import { isAdministrator } from "./access";
import { type CheckedRecord, expectFreeAccount } from "./record-body";

/** The changes that the caller may make. @throws Refusal where one of those that are wanted is refused */
export function permittedChanges(
  context: RouteContext,
  record: Readonly<NonEmployeeRecord>,
  { sourceId, fields }: CheckedRecord,
): Partial<RecordFields> {
  const { behaviour } = context;
  if (sourceId !== record.sourceId) throw badRequest("400.1.1", "sourceId cannot be changed;");
  const differing = differences(record, fields);
  const others = differing.filter((name) => name !== "endDate");
  if (others.length > 0 && !isAdministrator(context)) {
    if (behaviour.restrictedUpdate === "ignored") return { endDate: fields.endDate };
    if (behaviour.restrictedUpdate === "forbidden") throw forbidden();
    throw badRequest("400.1.1", others.map((name) => `${name} cannot be changed;`).join(" "));
  }
  if (differing.includes("accountName")) {
    if (behaviour.accountNameChange === "refused") {
      throw badRequest("400.1.1", "accountName cannot be changed;");
    }
    expectFreeAccount(context, sourceId, fields.accountName, record.id);
  }
  return fields;
}

/** The names of the fields that are to become others; dates may be written otherwise and be the same. */
function differences(record: Readonly<NonEmployeeRecord>, wanted: RecordFields): string[] {
  const [before, after] = [comparable(record), comparable(wanted)];
  return Object.keys(wanted).filter(
    (name) => !isDeepStrictEqual(before.get(name), after.get(name)),
  );
}

function comparable({ startDate, endDate, data, ...texts }: RecordFields): Map<string, unknown> {
  const dates = { startDate: Date.parse(startDate), endDate: Date.parse(endDate) };
  return new Map<string, unknown>(Object.entries({ ...texts, ...dates, data: { ...data } }));
}
