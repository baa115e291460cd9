/** The commands `records` against a judged tenant with two sources. */
import { recordsCommand } from "../../../cli/record";
import { DEFAULT_IDENTITIES } from "../../../simulator";
import { type JudgedSimulatorOptions, useSimulator } from "../../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  type Run,
  runCommand,
  variablesOf,
} from "../command-under-test";

const { ada, grace } = DEFAULT_IDENTITIES;

/** Contractors have two records and two attributes, of which none is required; Visitors have one record. */
export const recordSeed = {
  sources: [
    {
      name: "Contractors",
      description: "External staff",
      owner: ada.id,
      attributes: [
        { technicalName: "badge", label: "Badge" },
        { technicalName: "cost/center~1", label: "Cost center" },
      ],
      records: [
        {
          accountName: "joan",
          lastName: "Clarke",
          manager: ada.alias,
          data: { badge: "4711" },
          endDate: "2027-01-31T00:00:00Z",
        },
        { accountName: "tommy", lastName: "Flowers", manager: grace.alias },
      ],
    },
    {
      name: "Visitors",
      description: "Guests",
      owner: ada.id,
      records: [{ accountName: "bill", lastName: "Tutte" }],
    },
  ],
};

/** Somebody whom no source has. */
export const mavisFields = {
  ...{ accountName: "mavis", firstName: "Mavis", lastName: "Lever", email: "mavis@example.com" },
  ...{ phone: "555-0100", manager: ada.alias },
  ...{ startDate: "2027-01-01T00:00:00+01:00", endDate: "2027-06-30T00:00:00Z" },
};

const mavisOptions = {
  "--account-name": mavisFields.accountName,
  "--first-name": mavisFields.firstName,
  "--last-name": mavisFields.lastName,
  "--email": mavisFields.email,
  "--phone": mavisFields.phone,
  "--manager": mavisFields.manager,
  "--start-date": mavisFields.startDate,
  "--end-date": mavisFields.endDate,
};

/** The options of a command that make her. */
export function mavisArgs(changed: Partial<typeof mavisOptions> = {}): string[] {
  return Object.entries({ ...mavisOptions, ...changed }).flat();
}

/** May be used inside of tests and hooks only. */
export function useRecords(options: JudgedSimulatorOptions = {}) {
  const simulator = useSimulator({
    ...{ seed: recordSeed, limits: { requests: 100_000 } },
    // Instants as the store has them, so that whole records can be compared.
    behaviour: { timestampDigits: 3 },
    ...options,
  });
  const sourceId = (name: string) => simulator.store.sourceByName(name)?.sourceId ?? "";
  const recordsOf = (name: string) => simulator.store.recordsOf(sourceId(name));
  return {
    simulator,
    sourceId,
    recordsOf,
    /** The record with that account, wherever it is. */
    record(accountName: string) {
      const found = ["Contractors", "Visitors"]
        .flatMap(recordsOf)
        .find((one) => one.accountName === accountName);
      if (!found) throw new Error(`there is no record ${accountName}`);
      return found;
    },
    run: (args: readonly string[], host: HostOptions = {}): Promise<Run> =>
      runCommand(recordsCommand, args, variablesOf(simulator), host),
    /** What was asked that may change something. */
    writes: () => callsOf(simulator).filter((call) => !call.startsWith("GET ")),
  };
}
