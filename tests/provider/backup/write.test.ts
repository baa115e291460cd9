/** A backup holds a tenant as it is: its manifest, every value of every record, and counts and hashes of both. */
import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import { readManifestFile } from "../../../provider/manifest/read-manifest";
import { readTenant } from "../../../provider/manifest/read-tenant";
import { callOptions } from "../../../provider/resources/tenant";
import { filesBelow, useBackup, wholeBackup } from "./backup-under-test";

const backup = useBackup();

/** The records of the store as rows of the file, by account name. */
const expectedRows = (sourceId: string, columns: readonly string[]) =>
  backup.store.recordsOf(sourceId).map(({ id: _, sourceId: __, created, modified, ...record }) => {
    const { data, ...fields } = record;
    return { ...fields, ...Object.fromEntries(columns.map((key) => [key, data[key] ?? ""])) };
  });

describe("a backup", () => {
  it("has the manifest, the records of each source field by field, and an index of both", async () => {
    const { world, contractors, visitors } = backup;
    world.clock.advance(Date.parse("2026-11-24T18:45:01.123Z") - world.clock.now());
    const result = await backup.take();
    expect(backup.files()).toEqual(wholeBackup);

    const { manifest } = await readTenant(world.process().tenant, callOptions(world.call));
    expect(readManifestFile(backup.path("manifest.yaml"))).toEqual(manifest);
    const rows = backup.rows("contractors");
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(expect.arrayContaining(expectedRows(contractors, ["costCenter"])));
    expect(backup.read("records/visitors.csv")).toBe(
      "accountName,firstName,lastName,phone,email,manager,startDate,endDate\r\n",
    );

    const ofFile = (file: string) => {
      const text = backup.read(file);
      const sha256 = createHash("sha256").update(text).digest("hex");
      return { file, bytes: Buffer.byteLength(text), sha256 };
    };
    const columns = "accountName,firstName,lastName,phone,email,manager,startDate,endDate".split(
      ",",
    );
    const index = {
      version: 1,
      created: "2026-11-24T18:45:01.123Z",
      tenantUrl: world.simulator.url,
      manifest: ofFile("manifest.yaml"),
      sources: [
        {
          key: "contractors",
          name: "Contractors",
          sourceId: contractors,
          records: 2,
          columns: [...columns, "costCenter"],
          ...ofFile("records/contractors.csv"),
        },
        {
          key: "visitors",
          name: "Visitors",
          sourceId: visitors,
          records: 0,
          columns,
          ...ofFile("records/visitors.csv"),
        },
      ],
    };
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(JSON.parse(backup.read("index.json"))).toEqual({ ...index, sha256 });
    expect(result).toEqual({ index, unresolved: [], warnings: [] });
  });

  it("reads the tenant and nothing else, each list of records once", async () => {
    await backup.take();
    const calls = backup.world.calls();
    expect(calls.filter((call) => !call.startsWith("GET "))).toEqual([]);
    expect(calls.filter((call) => call === "GET /non-employee-records")).toHaveLength(2);
  });

  it("can be read by its owner alone, and leaves a folder that was there as it is", async () => {
    await backup.take();
    const modeOf = (file: string) => statSync(backup.path(file)).mode & 0o777;
    expect(["", "records"].map(modeOf)).toEqual([0o700, 0o700]);
    const files = ["manifest.yaml", "index.json", "records/contractors.csv"];
    expect(files.map(modeOf)).toEqual([0o600, 0o600, 0o600]);

    const out = `${backup.parent}/mine`;
    mkdirSync(out, { mode: 0o755 });
    await backup.take({ out });
    expect(statSync(out).mode & 0o777).toBe(0o755);
    expect(filesBelow(out)).toEqual(filesBelow(backup.path()));
  });

  it("makes the folders that lead to it", async () => {
    await backup.take({ out: `${backup.parent}/a/b/backup` });
    expect(backup.files().slice(0, 4)).toEqual([
      "a/",
      "a/b/",
      "a/b/backup/",
      "a/b/backup/index.json",
    ]);
  });

  it("holds every value as it is", async () => {
    const { store, contractors } = backup;
    for (const technicalName of ["constructor", "toString", "a.b"]) {
      store.addAttribute(contractors, { technicalName, label: technicalName });
    }
    const values = [
      "a,b;c\td",
      'say "hi"',
      '"',
      '""quoted""',
      "line\nfeed",
      "carriage\rreturn",
      "both\r\nends\r\n",
      "\u2028separators\u2029\u0085",
      "Zoë Müller-Łukasz 漢字 👩‍🔧",
      "\uFEFFmark",
      "=1+1",
      "+49 170",
      "@SUM(A1)",
      "-1",
      " blanks around ",
      "\t",
      "\u00a0",
      "\u0000\u001b[31m",
      "\\",
      "'",
      "x".repeat(100_000),
      "",
    ];
    for (const [index, value] of values.entries()) {
      const data = { costCenter: value, constructor: value, "a.b": value, formerly: value };
      const names = { firstName: value, lastName: value, phone: value, data };
      store.addRecord(contractors, { accountName: `${value}${index}`, ...names });
    }
    await backup.take();
    const columns = ["costCenter", "constructor", "toString", "a.b", "formerly"];
    const rows = backup.rows("contractors");
    const byName = (a: { accountName?: string }, b: { accountName?: string }) =>
      (a.accountName ?? "") < (b.accountName ?? "") ? -1 : 1;
    const expected = store.recordsOf(contractors).map(({ data, ...record }) => {
      const { id: _, sourceId: __, created, modified, ...fields } = record;
      const own = (key: string) => (Object.hasOwn(data, key) ? data[key] : "");
      return { ...fields, ...Object.fromEntries(columns.map((key) => [key, own(key)])) };
    });
    expect(rows.sort(byName)).toEqual(expected.sort(byName));
  });

  it("keeps values that have the name of a column, and the kind of those that are no texts", async () => {
    const { world } = backup;
    const body = [
      { id: "1", accountName: "a", data: { accountName: "b", "data.accountName": "c", list: [1] } },
      { id: "2", accountName: null, data: null },
    ];
    const operationId = "listNonEmployeeRecords";
    const headers = { "X-Total-Count": "2" };
    world.simulator.faults.add({ operationId, status: 200, body, headers });
    await backup.take();
    const [first, second] = backup.rows("contractors");
    expect(first).toMatchObject({
      accountName: "a",
      "data.data.accountName": "b",
      "data.accountName": "c",
      list: "[1]",
    });
    expect(Object.values(second ?? {}).every((value) => value === "")).toBe(true);
  });

  it("takes lists of several pages, and tells how far it is", async () => {
    backup.addRecords(598);
    const told: [number, number][] = [];
    const { index } = await backup.take({ onProgress: (done, total) => told.push([done, total]) });
    expect(index.sources.map(({ records }) => records)).toEqual([600, 0]);
    expect(backup.rows("contractors")).toHaveLength(600);
    expect(told).toEqual([
      [250, 600],
      [499, 600],
      [600, 600],
    ]);
  });

  it("gives each source a file of its own, also where names differ in case or signs alone", async () => {
    const { store } = backup;
    const owner = store.identities()[0]?.id ?? "";
    for (const name of ["CONTRACTORS", "contractors!", "Con", "漢字"]) {
      const { sourceId } = store.addSource({ name, description: name, owner });
      store.addRecord(sourceId, { accountName: `of ${name}` });
    }
    const { index } = await backup.take();
    expect(index.sources).toHaveLength(6);
    for (const { name, key, file } of index.sources) {
      if (["Contractors", "Visitors"].includes(name)) continue;
      expect(backup.read(file)).toContain(`of ${name}`);
      expect(file).toBe(key === "con" ? "records/con_.csv" : `records/${key}.csv`);
    }
  });

  it("tells who cannot be described", async () => {
    const { store, contractors } = backup;
    const nobody = "0".repeat(32);
    store.addIdentity({ id: nobody, name: "No Body", alias: "", email: null });
    store.editSource(contractors, { owner: nobody, description: "" });
    const { unresolved, warnings, index } = await backup.take();
    expect(unresolved).toEqual([expect.stringMatching(/^contractors: owner: No Body/)]);
    expect(index.unresolved).toEqual(unresolved);
    expect(warnings).toEqual([expect.stringMatching(/^contractors: .*no description/)]);
  });
});
