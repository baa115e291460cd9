/** `records` with the token of a source administrator, who may read and write records, and may not list all sources. */
import { DEFAULT_IDENTITIES } from "../../../simulator";
import { mavisArgs, recordSeed, useRecords } from "./record-under-test";

const client = {
  ...{ clientId: "grace", clientSecret: "grace", identityId: DEFAULT_IDENTITIES.grace.id },
  userLevel: "SOURCE_ADMIN" as const,
  scopes: ["idn:nelm:read", "idn:nelm:manage"],
};
const records = useRecords({ seed: { ...recordSeed, clients: [client] } });
const { run } = records;

const commands: [string, () => string[]][] = [
  ["create", () => ["create", ...mavisArgs()]],
  ["template", () => ["template"]],
];

describe("a command over records of a source that the user must not list", () => {
  it.each(commands)("takes its sourceId as it is: %s", async (_name, args) => {
    const id = records.sourceId("Contractors");
    const { out, err, code } = await run([...args(), "--source", id]);
    expect([code, out === ""]).toEqual([0, false]);
    expect(err.join()).not.toContain("error");
  });

  it.each(commands)("leaves it to the API whether there is one: %s", async (_name, args) => {
    const { err, code } = await run([...args(), "--source", "0123456789abcdef0123456789abcdef"]);
    expect([code, records.recordsOf("Contractors").length]).toEqual([1, 2]);
    expect(err.at(-1)).toMatch(/^error: (?!no non-employee source).*: 40[034] /);
  });

  it.each(commands)("needs more for its name: %s", async (_name, args) => {
    const { err, code } = await run([...args(), "--source", "Contractors"]);
    expect([code, records.writes()]).toEqual([1, []]);
    expect(err.at(-1)).toContain("only an administrator (ORG_ADMIN) may look among all");
  });

  it.each(["list", "export", "status"])(
    "does not take the sourceId where that of an unknown source would look empty: %s",
    async (name) => {
      const { err, code } = await run([name, "--source", records.sourceId("Contractors")]);
      expect([code, err.at(-1)]).toEqual([1, expect.stringContaining("manages none")]);
    },
  );

  it("counts the records of an export where the user manages the source", async () => {
    const { store } = records.simulator;
    const id = records.sourceId("Contractors");
    store.editSource(id, { accountManagers: [client.identityId] });
    const { out, err, code } = await run(["export", "--source", "Contractors"]);
    expect([code, err]).toEqual([0, [expect.stringMatching(/^2 records of source "Contractors"/)]]);
    expect(out).toContain("joan");
  });
});
