import type { NonEmployeeRequestSummary } from "../../provider/api";
import type { CommandHost } from "../host";
import { columnsOf } from "../output";
import { summaryOf } from "../summary";

const columns = columnsOf<NonEmployeeRequestSummary>(
  "pending",
  "approved",
  "rejected",
  "nonEmployeeCount",
);

/** `requests summary`: how many requests there are in each state. */
export function summaryCommand(host: CommandHost) {
  return summaryOf(host, {
    summary: "count requests by state, and records, in the sources that a person manages",
    operations: ["getNonEmployeeRequestSummary"],
    examples: ["requests summary", "requests summary --requested-for grace.hopper --format json"],
    who: "account manager",
    columns,
    read: (client, person, call) => client.getNonEmployeeRequestSummary(person, call),
  });
}
