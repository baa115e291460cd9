/** `restore`: what it writes, prints, asks and ends with. */
import { backupCommand } from "../../cli/backup";
import { restoreCommand } from "../../cli/restore";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { peopleOf } from "../provider/upload/upload-under-test";
import { useSimulator } from "../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  runCommand,
  useFolder,
  variablesOf,
} from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const source = (name: string, ...names: string[]) => ({
  ...{ name, description: name, owner: ada.id },
  attributes: [{ technicalName: "badge", label: "Badge" }],
  records: names.map((accountName, index) => ({
    accountName,
    lastName: `O'Neill, "${index}"`,
    data: { badge: `B\n${index}` },
  })),
});
const seed = {
  sources: [source("Contractors", "c1", "c2"), source("Visitors", "v1"), source("Zeppelins", "z1")],
};
const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

const dir = () => folder.path("backup");
const environment = () => variablesOf(simulator);
const restore = (
  args: readonly string[] = [],
  options: HostOptions = {},
  variables = environment(),
) => runCommand(restoreCommand, [dir(), ...args], variables, options);
const sourcesOf = () => simulator.store.sources();
const people = () => sourcesOf().map(({ sourceId }) => peopleOf(simulator.store, sourceId));
const writes = () => callsOf(simulator).filter((call) => !call.startsWith("GET "));

function lose(...names: string[]): void {
  for (const { id, accountName } of simulator.store.records()) {
    if (names.length === 0 || names.includes(accountName)) simulator.store.deleteRecord(id);
  }
}

/** Takes a backup in which the first record of Contractors has no phone, which the tenant would not take. */
async function backupWithoutPhone(): Promise<{ out: string; id: string }> {
  const contractors = simulator.store.sourceByName("Contractors")?.sourceId ?? "";
  const [{ id } = { id: "" }] = simulator.store.recordsOf(contractors);
  simulator.store.editRecord(id, { phone: "" });
  const out = folder.path("again");
  await runCommand(backupCommand, ["--out", out], variablesOf(simulator));
  return { out, id };
}

beforeEach(async () => {
  await runCommand(backupCommand, ["--out", dir()], environment());
});

describe("the command restore", () => {
  it("brings the records of three sources back, field by field, after all of them were made again", async () => {
    const before = people();
    for (const { sourceId } of sourcesOf()) simulator.store.deleteSource(sourceId);
    for (const one of seed.sources) simulator.store.addSource({ ...one, records: [] });
    const { out, err, code } = await restore(["--yes", "--format", "csv"]);
    expect(people()).toEqual(before);
    const ids = sourcesOf().map(({ name }) => name);
    expect(ids).toEqual(["Contractors", "Visitors", "Zeppelins"]);
    expect(out).toBe(
      "key,name,rows,restored,updated,unchanged,different,unfit,notInBackup,result\n" +
        "contractors,Contractors,2,2,0,0,0,0,0,complete\n" +
        "visitors,Visitors,1,1,0,0,0,0,0,complete\n" +
        "zeppelins,Zeppelins,1,1,0,0,0,0,0,complete\n",
    );
    expect(err).toEqual([`4 records of 3 sources written to tenant ${simulator.url}`]);
    expect(code).toBe(0);
  });

  it("asks before it writes, and names what, where and from where", async () => {
    lose("c1", "v1");
    const questions: string[] = [];
    const ask = (question: string) => {
      questions.push(question);
      return Promise.resolve("no");
    };
    const { out, err, code } = await restore([], { ask });
    expect(questions).toEqual([
      expect.stringMatching(
        /^create 2 records in "Contractors" and "Visitors" of tenant \S+, from the backup \S+ that was taken 20\S+Z from \S+\. Go on\? /,
      ),
    ]);
    expect([out, err, code]).toEqual(["", ["error: the answer was no: nothing was written"], 1]);
    expect((await restore()).err[0]).toMatch(
      /^error: nothing was written, because there is no terminal .* Give --yes .*: create 2 records in /,
    );
    expect(writes()).toEqual([]);
    expect((await restore([], { ask: () => Promise.resolve("yes") })).code).toBe(0);
  });

  it("does not ask where nothing is missing, and writes nothing", async () => {
    const { out, code } = await restore(["--format", "json"]);
    expect(JSON.parse(out)).toMatchObject([
      { key: "contractors", rows: 2, restored: 0, unchanged: 2, result: "complete" },
      { key: "visitors", result: "complete" },
      { key: "zeppelins", result: "complete" },
    ]);
    expect(code).toBe(0);
    expect(writes()).toEqual([]);
  });

  it("leaves what is different, warns and ends with 1; with --overwrite it says so beforehand", async () => {
    const before = people();
    const [one] = simulator.store.records();
    simulator.store.editRecord(one?.id ?? "", { email: "new@example.org" });
    lose("c2");
    const left = await restore(["--yes", "--format", "csv"]);
    expect(left.out).toContain("contractors,Contractors,2,1,0,0,1,0,0,different\n");
    expect(left.err).toEqual([
      'warning: contractors: 1 record has other values than the backup: "c1" (email); they are left alone, and --overwrite would give them the values of the backup',
      `1 record of 3 sources written to tenant ${simulator.url}`,
      "not as in the backup: contractors (different)",
    ]);
    expect(left.code).toBe(1);
    const asked: string[] = [];
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve("yes");
    };
    const over = await restore(["--overwrite", "--format", "csv"], { ask });
    expect(asked[0]).toMatch(/^overwrite 1 record in "Contractors" of tenant /);
    expect(over.err[0]).toContain('"c1" (email); they get the values of the backup');
    expect(over.out).toContain("contractors,Contractors,2,0,1,1,0,0,0,complete\n");
    expect(over.code).toBe(0);
    expect(people()).toEqual(before);
  });

  it("tells who cannot be restored, and restores the others", async () => {
    const { out } = await backupWithoutPhone();
    lose("c1", "c2");
    const run = await runCommand(
      restoreCommand,
      [out, "--yes", "--format", "csv"],
      variablesOf(simulator),
    );
    expect(run.out).toContain("contractors,Contractors,2,1,0,0,0,1,0,incomplete\n");
    expect(run.err[0]).toMatch(
      /^warning: contractors: 1 row of the backup cannot be restored, since the tenant would not take them; all others are: "c1" \(line \d, column 4 \(phone\): must not be empty\)\. Correct them in a copy of the file, and give it to records upload with --new-only; a person with a value that no upload takes can be made by records create --data <name>=<value>$/,
    );
    expect([run.err.at(-1), run.code]).toEqual([
      "not as in the backup: contractors (incomplete)",
      1,
    ]);
  });

  it("does not call lost who is there, and whose row the tenant would not take", async () => {
    const { out, id } = await backupWithoutPhone();
    simulator.store.editRecord(id, { phone: "555-0100" });
    for (const more of [[], ["--overwrite"]]) {
      const args = [out, "--yes", "--format", "csv", ...more];
      const run = await runCommand(restoreCommand, args, variablesOf(simulator));
      expect(run.out).toContain("contractors,Contractors,2,0,0,1,1,0,0,different\n");
      expect(run.err[0]).toMatch(
        /^warning: contractors: 1 record has other values than the backup, whose values the tenant would not take; they are left alone: "c1" \(line \d, column 4 \(phone\): must not be empty\)$/,
      );
      expect([run.code, writes()]).toEqual([1, []]);
    }
  });

  it("does not promise to overwrite who may be somebody else", async () => {
    lose("c1");
    const contractors = simulator.store.sourceByName("Contractors")?.sourceId ?? "";
    simulator.store.addRecord(contractors, { accountName: "C1" });
    const { err, code } = await restore(["--yes"]);
    expect([err[0], code]).toEqual([
      'warning: contractors: 1 record has other values than the backup: "c1" (accountName); they are left alone, and --overwrite refuses names that read alike',
      1,
    ]);
  });

  it("shows a table, and on a terminal how far it is", async () => {
    lose("c1");
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { out, err, code } = await restore(["--yes", "--only", "contractors"], {
      hasTerminal: true,
    });
    write.mockRestore();
    expect(out).toMatch(/│ contractors │ Contractors │ 2 {4}│ 1 /);
    expect(out).not.toContain("visitors");
    expect([err.length, code]).toEqual([1, 0]);
  });

  it("refuses the wrong tenant, and takes it with --other-tenant", async () => {
    const text = folder.read("backup/index.json");
    folder.write(
      "backup/index.json",
      text.replace(simulator.url, "https://acme.api.identitynow.com"),
    );
    expect((await restore(["--yes"])).err[0]).toContain("index.json is not as it was written");
    folder.write("backup/index.json", text);
    lose();
    // The same tenant by another URL is another one: nobody can tell that they are the same.
    const { SAIL_BASE_URL: _, ...rest } = environment();
    const other = { ...rest, SAIL_BASE_URL: simulator.url.replace("127.0.0.1", "localhost") };
    const refused = await restore(["--yes"], {}, other);
    expect(refused.err[0]).toMatch(
      /^error: the backup \S+ is of the tenant http:\/\/127\S+, and this is the tenant http:\/\/localhost\S+: nothing was written\. .* give --other-tenant$/,
    );
    expect(refused.code).toBe(1);
    expect(writes()).toEqual([]);
    expect((await restore(["--yes", "--other-tenant"], {}, other)).code).toBe(0);
    expect(simulator.store.records()).toHaveLength(4);
  });

  it("tells what failed in a source, restores the others and ends with 1", async () => {
    lose();
    simulator.faults.add({ operationId: "importNonEmployeeRecordsInBulk", status: 403 });
    const { out, err, code } = await restore(["--yes", "--format", "csv"]);
    expect(out).toContain("contractors,Contractors,2,0,0,0,0,0,0,failed\nvisitors,Visitors,1,1,");
    expect(err).toEqual([
      expect.stringMatching(
        /^contractors: source "Contractors": the 2 rows of lines 2 to 4 .* 403 .* Run the command again/,
      ),
      `2 records of 3 sources written to tenant ${simulator.url}`,
      "not as in the backup: contractors (failed)",
    ]);
    expect(code).toBe(1);
  });

  it("that is interrupted says how far it is, and that it can be run again", async () => {
    lose();
    const controller = new AbortController();
    simulator.faults.add({
      operationId: "importNonEmployeeRecordsInBulk",
      times: "always",
      delayMs: 30,
    });
    const work = restore(["--yes", "--format", "csv"], { signal: controller.signal });
    while (
      !simulator.requests.some(({ method, path }) => method === "POST" && path.endsWith("upload"))
    ) {
      await new Promise(setImmediate);
    }
    controller.abort(new Error("interrupted"));
    const { out, err, code } = await work;
    expect(out).toContain(",interrupted\nvisitors,Visitors,1,0,0,0,0,0,0,not begun\n");
    expect(err.join("\n")).toContain(
      'may be taken. 0 of 2 rows for source "Contractors" were written. Run the command again',
    );
    expect(err.join("\n")).not.toContain("nothing was written");
    expect(code).toBe(1);
    simulator.faults.clear();
    expect((await restore(["--yes"])).code).toBe(0);
    expect(simulator.store.records()).toHaveLength(4);
  });

  it("names files that are no part of the backup", async () => {
    folder.write("backup/note.txt", "mine");
    expect((await restore()).err[0]).toBe("warning: note.txt is no part of the backup");
  });

  it("explains itself, with an example and the exit codes", async () => {
    const { out, code } = await restore(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Usage: restore [options] <dir>\n");
    expect(out).toMatch(/\nExit code: 0 .*; 1 /);
    expect(out).toContain("  $ sailpoint-nonemployee restore backup-2026-11-24 ");
  });
});
