/** `backup` and `backup verify`: what they write, print and end with. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { backupCommand } from "../../cli/backup";
import { readManifestText } from "../../provider/manifest/read-manifest";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { rowsOf } from "../provider/resources/backup-under-test";
import { useSimulator } from "../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  runCommand,
  useFolder,
  variablesOf,
} from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const seed = {
  sources: [
    {
      name: "Contractors",
      description: "External staff",
      owner: ada.id,
      attributes: [{ technicalName: "badge", label: "Badge" }],
      records: [{ accountName: "a", data: { badge: "=1,2" } }, { accountName: "b" }],
    },
    { name: "Visitors", description: "Guests", owner: ada.id },
  ],
};

const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

const out = () => folder.path("backup");
const environment = () => variablesOf(simulator);
const run = (args: readonly string[], options: HostOptions = {}, variables = environment()) =>
  runCommand(backupCommand, args, variables, options);
const lines = "contractors\t2\trecords/contractors.csv\nvisitors\t0\trecords/visitors.csv\n";
const whole = [
  "backup",
  "backup/index.json",
  "backup/manifest.yaml",
  "backup/records",
  "backup/records/contractors.csv",
  "backup/records/visitors.csv",
];

describe("the command backup", () => {
  it("writes manifest, records and index, prints a line for each source, and writes nothing to the tenant", async () => {
    expect(await run(["--out", out()])).toEqual({
      out: lines,
      err: [`2 sources, 2 records of tenant ${simulator.url} written to ${out()}`],
      code: 0,
    });
    expect(folder.list()).toEqual(whole);
    const rows = rowsOf(folder.read("backup/records/contractors.csv"));
    expect(rows.map(({ accountName, badge }) => [accountName, badge]).sort()).toEqual([
      ["a", "=1,2"],
      ["b", ""],
    ]);
    const manifest = readManifestText(folder.read("backup/manifest.yaml"), "it");
    expect(manifest.sources.map(({ key }) => key)).toEqual(["contractors", "visitors"]);
    expect(callsOf(simulator).filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("takes the tenant that --tenant names", async () => {
    const variables = variablesOf(simulator, "ACME");
    const { err, code } = await run(["--tenant", "acme", "--out", out()], {}, variables);
    expect([err, code]).toEqual([
      [`2 sources, 2 records of tenant acme (${simulator.url}) written to ${out()}`],
      0,
    ]);
  });

  it("shows on a terminal how far it is, and no more on standard error than without", async () => {
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { err, code } = await run(["--out", out()], { hasTerminal: true });
    write.mockRestore();
    expect([err.length, code]).toEqual([1, 0]);
  });

  it.each([
    [[], 1],
    [["--allow-unresolved"], 0],
  ])(
    "with somebody who cannot be described and %j, is written, warns and ends with %i",
    async (args, code) => {
      const nobody = "0".repeat(32);
      simulator.store.addIdentity({ id: nobody, name: "No\nBody", alias: "", email: null });
      const [first, second] = simulator.store.sources();
      simulator.store.editSource(first?.sourceId ?? "", { owner: nobody });
      simulator.store.editSource(second?.sourceId ?? "", { description: "" });
      const done = await run(["--out", out(), ...args]);
      expect([done.out, done.code]).toEqual([lines, code]);
      expect(done.err).toEqual([
        expect.stringMatching(/^warning: visitors: the source has no description/),
        expect.stringMatching(/^warning: contractors: owner: No\\nBody .*; written as \{ id, unr/),
        expect.stringMatching(/^2 sources, 2 records of /),
        "1 reference could not be described: all records are there, but the manifest names an id; correct the tenant and take another backup, or give --allow-unresolved",
      ]);
      expect((await run(["verify", out()])).code).toBe(0);
    },
  );
});

describe("the command backup, refused", () => {
  async function expectRefused(
    args: readonly string[],
    message: string | RegExp,
    variables = environment(),
  ) {
    const before = folder.list();
    const done = await run(args, {}, variables);
    expect([done.out, done.err.length, done.code]).toEqual(["", 1, 1]);
    expect(done.err[0]).toMatch(message);
    expect(folder.list()).toEqual(before);
    return done.err[0];
  }

  it("says which credentials are missing", async () => {
    await expectRefused(["--out", out()], /^error: no tenant is named: set SAIL_BASE_URL, /, {});
    const { SAIL_CLIENT_SECRET: _, ...half } = environment();
    await expectRefused(
      ["--out", out()],
      /^error: cannot reach the tenant: SAIL_CLIENT_SECRET is missing/,
      half,
    );
    await expectRefused(["--tenant", "nobody", "--out", out()], /"nobody" is not known/);
  });

  it("says that credentials are wrong, without the secret", async () => {
    const wrong = { ...environment(), SAIL_CLIENT_SECRET: "not-the-secret" };
    const message = await expectRefused(["--out", out()], /no complete backup .*40[01]/, wrong);
    expect(message).not.toContain("not-the-secret");
    simulator.reset();
  });

  it("refuses a folder that is not empty before the tenant is asked", async () => {
    folder.write("backup/theirs", "theirs");
    await expectRefused(
      ["--out", out()],
      `error: --out ${out()}: the folder is not empty (it has theirs); nothing was written. Name a folder that is new or empty`,
    );
    await expectRefused(
      ["--out", ""],
      /^error: --out is empty; name a folder that is new or empty$/,
    );
    expect(simulator.requests).toEqual([]);
  });

  it("refuses a file, and a path below a file, before the tenant is asked", async () => {
    folder.write("file", "");
    for (const path of [folder.path("file"), folder.path("file/backup")]) {
      await expectRefused(
        ["--out", path],
        `error: --out ${path}: it is a file; name a folder that is new or empty`,
      );
    }
    expect(simulator.requests).toEqual([]);
  });

  it("says where the disk takes no folder", async () => {
    const path = folder.path("x".repeat(240));
    await expectRefused(["--out", path], /: the path is too long - point --out to a shorter one$/);
    await expectRefused(
      ["--out", "/proc/backup"],
      /^error: no complete backup could be written to \/proc\/backup: cannot create the folder \/proc\/backup\.[0-9a-f]{8}\.partial: .* - point --out to another folder$/,
    );
  });

  it("says what is wrong with a tenant that has no sources", async () => {
    for (const { sourceId } of simulator.store.sources()) simulator.store.deleteSource(sourceId);
    await expectRefused(
      ["--out", out()],
      `the tenant ${simulator.url} has no non-employee sources: nothing was written. Check that this is the right tenant`,
    );
  });

  it("says which call failed, and leaves an empty folder empty", async () => {
    mkdirSync(out());
    const template = "/non-employee-records";
    simulator.faults.add({ template, times: "always", status: 403 });
    await expectRefused(
      ["--out", out()],
      /^error: no complete backup could be written to .*: list non-employee records of source \w{32}: 403 .* - /,
    );
    simulator.faults.clear();
    expect((await run(["--out", out()])).code).toBe(0);
    expect(folder.list()).toEqual(whole);
  });

  it("ends at once when the user asks for it", async () => {
    simulator.faults.add({ template: "/non-employee-records", times: "always", delayMs: 60_000 });
    const controller = new AbortController();
    const work = run(["--out", out()], { signal: controller.signal });
    while (!simulator.requests.some(({ template }) => template === "/non-employee-records")) {
      await new Promise(setImmediate);
    }
    expect(folder.list()[0]).toMatch(/^backup\.[0-9a-f]{8}\.partial$/);
    controller.abort(new Error("interrupted"));
    const { out: printed, code } = await work;
    expect([printed, code, folder.list()]).toEqual(["", 1, []]);
  });
});

describe("the command backup verify", () => {
  beforeEach(() => run(["--out", out()]));
  const verify = (...args: string[]) => run(["verify", ...args], {}, {});

  it("says of a sound backup how much it is, of when and of what, without a tenant", async () => {
    const { created } = JSON.parse(folder.read("backup/index.json"));
    const text = `2 sources, 2 records, taken ${created} from ${simulator.url}\n`;
    expect(await verify(out())).toEqual({ out: text, err: [], code: 0 });
    writeFileSync(join(out(), "no\nte"), "");
    const err = ["warning: no\\nte is no part of the backup"];
    expect(await verify(out())).toEqual({ out: text, err, code: 0 });
  });

  it("tells one problem in a line, and several in a list", async () => {
    rmSync(join(out(), "records/visitors.csv"));
    const beginning = `error: the backup ${out()} cannot be relied on:`;
    const one = `${beginning} records/visitors.csv is missing`;
    expect(await verify(out())).toEqual({ out: "", err: [one], code: 1 });
    appendFileSync(join(out(), "manifest.yaml"), "# more\n");
    const { err } = await verify(out());
    expect(err).toEqual([
      expect.stringMatching(
        /:\n- manifest\.yaml has \d+ bytes where .*\n- records\/visitors\.csv is missing$/,
      ),
    ]);
  });

  it.each([
    [
      "is there",
      "backup/records",
      "it is no complete backup: it has no index.json; take another one",
    ],
    [
      "is missing",
      "nothing",
      `there is no such folder (searched in ${process.cwd()}); check the path`,
    ],
  ])("refuses a folder that %s and is no backup", async (_what, name, text) => {
    const path = folder.path(name);
    const err = [`error: the backup ${path} cannot be relied on: ${text}`];
    expect(await verify(path)).toEqual({ out: "", err, code: 1 });
  });

  it("explains itself, with an example and the exit codes", async () => {
    const { out: help, code } = await verify("--help");
    expect(code).toBe(0);
    expect(help).toContain("Usage: backup verify [options] <dir>\n");
    expect(help).toMatch(/\nExit code: 0 .*; 1 /);
    expect(help).toContain("  $ sailpoint-nonemployee backup verify backup-2026-11-24\n");
  });

  it("refuses what it does not take", async () => {
    const refused = async (args: readonly string[], message: string) =>
      expect(await run(args)).toEqual({ out: "", err: [message], code: 1 });
    await refused(["verify"], "error: missing required argument 'dir'");
    for (const args of [
      ["--out", "a", "verify", out()],
      ["verify", out(), "--out", "a"],
    ]) {
      const message =
        args[0] === "verify"
          ? "error: unknown option '--out'"
          : "error: the option '--out' is not one of backup verify; leave it out";
      await refused(args, message);
    }
  });
});
