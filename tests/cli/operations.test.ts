/** Each command over the API's calls sends the operations that it says, and no others. */
import type { Command } from "commander";
import { ApiCommand } from "../../cli/api-command";
import { createProgram } from "../../cli/program";
import { operations } from "../../provider/api/operation";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import { createHost, runCommand, useFolder, variablesOf } from "./command-under-test";

const { ada, grace } = DEFAULT_IDENTITIES;

const seed = {
  sources: [
    {
      name: "Contractors",
      description: "External staff",
      owner: ada.id,
      approvers: [ada.id],
      accountManagers: [ada.id],
      attributes: [{ technicalName: "badge", label: "Badge" }],
      records: [{ accountName: "joan" }, { accountName: "tommy" }],
    },
  ],
};

const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

const idOf = (accountName: string) =>
  simulator.store.records().find((one) => one.accountName === accountName)?.id ?? "";
const ofContractors = ["--source", "Contractors"];
const person = (accountName: string) => [
  ...["--account-name", accountName, "--first-name", "A", "--last-name", "B", "--phone", "1"],
  ...["--email", "a@example.com", "--manager", ada.alias],
  ...["--start-date", "2027-01-01T00:00:00Z", "--end-date", "2028-01-01T00:00:00Z"],
];

/** What each command is run with; where it sends other operations at other times, several runs. */
const runs: Record<string, () => readonly (readonly string[])[]> = {
  "records list": () => [ofContractors],
  "records get": () => [[idOf("joan")]],
  "records create": () => {
    const create = { operationId: "createNonEmployeeRecord" };
    simulator.faults.add({ ...create, drop: "after" });
    // The second answer says too little.
    simulator.faults.add({ ...create, effect: true, body: { id: idOf("joan") } });
    return [
      [...ofContractors, ...person("mavis")],
      [...ofContractors, ...person("bill")],
    ];
  },
  "records update": () => [
    [idOf("joan"), "--phone", "2", "--yes"],
    [idOf("joan"), "--replace", ...person("joan"), "--yes"],
    [idOf("joan"), "--data", "badge=", "--yes"],
  ],
  "records delete": () => {
    const mavis = simulator.store.addRecord(seedSourceId(), { accountName: "mavis" });
    return [
      [mavis.id, "--yes"],
      [idOf("joan"), idOf("tommy"), "--yes"],
    ];
  },
  "records export": () => {
    // The second list has no numbers.
    const less = { approvers: [], accountManagers: [], nonEmployeeCount: null };
    const sources = simulator.store.sources().map((one) => ({ ...one, ...less }));
    const headers = { "X-Total-Count": String(sources.length) };
    const operationId = "listNonEmployeeSources";
    simulator.faults.add({ operationId, skip: 1, body: sources, headers });
    return [ofContractors];
  },
  "records template": () => [ofContractors],
  "records status": () => [ofContractors],
  "records upload": () => {
    const head = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";
    const row = `mavis,A,B,1,a@example.com,${ada.alias},2027-01-01,2028-01-01`;
    return [[folder.write("people.csv", `${head}\n${row}\n`), ...ofContractors, "--yes"]];
  },
  restore: () => {
    for (const { id } of simulator.store.records()) simulator.store.deleteRecord(id);
    return [[folder.path("backup"), "--yes"]];
  },
  "requests list": () => [ofContractors],
  "requests get": () => [[request().id]],
  "requests create": () => {
    simulator.faults.add({ operationId: "createNonEmployeeRequest", drop: "after" });
    return [[...ofContractors, ...person("mavis")]];
  },
  "requests delete": () => [[request().id, "--yes"]],
  "requests summary": () => [[]],
  "approvals list": () => [[]],
  "approvals get": () => [[approvalId()]],
  "approvals approve": () => [
    [approvalId(), "--yes"],
    [approvalIdOf(grace.id), "--yes"],
  ],
  "approvals reject": () => [
    [approvalId(), "--comment", "No badge", "--yes"],
    [approvalIdOf(grace.id), "--comment", "No badge", "--yes"],
  ],
  "approvals summary": () => [[]],
};

const request = (accountName = "mavis") =>
  simulator.store.addRequest(seedSourceId(), { accountName });
const approvalId = (accountName?: string) =>
  simulator.store.approvals(request(accountName).id)[0]?.id ?? "";

/** An approval that asks this person. */
function approvalIdOf(approver: string): string {
  simulator.store.editSource(seedSourceId(), { approvers: [approver] });
  return approvalId("bill");
}

/** Runs that do not end well, by their number. */
const failing: Record<string, Record<number, RegExp>> = {
  "records create": { 1: /was created, but not as it was sent/ },
  "approvals approve": { 1: /it asks somebody else/ },
  "approvals reject": { 1: /it asks somebody else/ },
};

const seedSourceId = () => simulator.store.sourceByName("Contractors")?.sourceId ?? "";

function apiCommands(command: Command, words: readonly string[] = []): [string, ApiCommand][] {
  return command.commands.flatMap((own): [string, ApiCommand][] => {
    const all = [...words, own.name()];
    return own instanceof ApiCommand ? [[all.join(" "), own]] : apiCommands(own, all);
  });
}

const commands = apiCommands(createProgram(createHost({}).host));
describe("the operations that a command names", () => {
  it.each(commands)("are those that it sends: %s", async (words, { operations: named }) => {
    const variables = variablesOf(simulator);
    await runCommand(createProgram, ["backup", "--out", folder.path("backup")], variables);
    const before = simulator.requests.length;
    const given = runs[words]?.() ?? [];
    expect(given.length).toBeGreaterThan(0);
    for (const [index, args] of given.entries()) {
      const run = await runCommand(
        createProgram,
        [...words.split(" "), ...args],
        variablesOf(simulator),
      );
      const expected = failing[words]?.[index];
      if (expected === undefined)
        expect([run.code, run.code === 0 ? "" : run.err]).toEqual([0, ""]);
      else expect([run.code, run.err.at(-1)]).toEqual([1, expect.stringMatching(expected)]);
    }
    const nelm = Object.values(operations).filter(({ isNeighbour }) => !isNeighbour);
    const ids: readonly string[] = nelm.map(({ id }) => id);
    const sent = new Set(
      simulator.requests
        .slice(before)
        .flatMap(({ operationId }) =>
          operationId !== undefined && ids.includes(operationId) ? [operationId] : [],
        ),
    );
    expect([...sent].sort()).toEqual([...named].sort());
  });

  it("are in the help of the command", async () => {
    for (const [words, { operations: named }] of commands) {
      const { out } = await runCommand(createProgram, [...words.split(" "), "--help"]);
      expect(out).toContain(`Operations of the API: ${named.join(", ")}.`);
      expect(out).toMatch(/Examples?:\n {2}\$ sailpoint-nonemployee /);
    }
  });
});
