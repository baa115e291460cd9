/** Restores that are refused before anything is written. */
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeIndex } from "../../../provider/backup/index-file";
import { planRestore } from "../../../provider/backup/restore";
import { messageOf } from "../../../provider/resources/handler";
import { callOptions } from "../../../provider/resources/tenant";
import { ada } from "../resources/tenant-under-test";
import { useBackup } from "./backup-under-test";
import { restoring } from "./restore-under-test";

const backup = useBackup();
const { restore, refusal, people, lose, makeAgain } = restoring(backup);

describe("a restore, refused", () => {
  beforeEach(() => backup.take());

  it("of a backup that is not as it was written", async () => {
    appendFileSync(backup.path("records/visitors.csv"), "x");
    lose();
    expect(await refusal()).toMatch(
      /^the backup \S+ cannot be relied on, and nothing was written:\n- records\/visitors\.csv has \d+ bytes/,
    );
    expect(backup.world.calls()).toEqual([]);
  });

  it("where there is no backup", async () => {
    const { world } = backup;
    const work = planRestore(world.process().tenant, {}, "/nowhere", {});
    await expect(work).rejects.toThrow(
      "cannot be relied on, and nothing was written: there is no such folder",
    );
  });

  /** Makes the backup one of another tenant. */
  function ofTenant(tenantUrl: string): void {
    backup.write("index.json", writeIndex({ ...backup.index(), tenantUrl }));
  }

  it("into another tenant than that of the backup, unless that is wanted", async () => {
    ofTenant("https://acme.api.identitynow.com");
    lose();
    const { url } = backup.world.simulator;
    expect(await refusal()).toBe(
      `the backup ${backup.path()} is of the tenant https://acme.api.identitynow.com, and this is the tenant ${url}: nothing was written. Name the tenant of the backup with --tenant; if its records are to go to ${url} on purpose, give --other-tenant`,
    );
    expect(people()).toEqual({});
    expect((await restore({ isOtherTenant: true })).restored[0]).toMatchObject({ restored: 2 });
  });

  it("not where the tenant had the backup's URL before", async () => {
    ofTenant("https://acme.api.identitynow.com");
    lose();
    const { world } = backup;
    const { tenant } = world.process({ previousBaseUrl: "https://acme.api.identitynow.com" });
    const plan = await planRestore(tenant, callOptions(world.call), backup.path(), {});
    expect(plan.sources).toHaveLength(2);
  });

  it("with all that is wrong with all sources at once", async () => {
    const { store } = backup;
    store.addRecord(backup.visitors, { accountName: "v" });
    await backup.take({ out: join(backup.parent, "again") });
    const folder = join(backup.parent, "again");
    for (const sourceId of [backup.contractors, backup.visitors]) store.deleteSource(sourceId);
    backup.world.calls();
    const message = await restore({}, folder).then(() => "", messageOf);
    expect(message).toMatch(
      /^the records cannot be restored to \S+, and nothing was written \(.*\):\n- contractors: the tenant has no non-employee source \w+, nor one called "Contractors" \(searched 0\); make it first, .*\n- visitors: the tenant has no /,
    );
    expect(backup.world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("not for a source that is gone and had no records", async () => {
    backup.store.deleteSource(backup.visitors);
    lose();
    expect((await restore()).restored).toMatchObject([
      { key: "contractors", restored: 2, result: "complete" },
      { key: "visitors", rows: 0, result: "complete" },
    ]);
  });

  it("not for the manifest, nor for the file of a source that is not wanted", async () => {
    backup.write("manifest.yaml", "changed");
    lose();
    expect((await restore()).plan.warnings.join()).toContain("manifest.yaml");
    lose();
    backup.write("records/visitors.csv", "changed");
    expect(await refusal()).toMatch(/records\/visitors\.csv .*\n.*--only$/);
    const both = ["contractors", "visitors"];
    expect(await refusal({ only: both })).toMatch(/records\/visitors\.csv .*\n.*--only$/);
    expect(await refusal({ only: ["visitors"] })).toMatch(/\nUse another backup$/);
    const { restored } = await restore({ only: ["contractors"] });
    expect(restored).toMatchObject([{ key: "contractors", restored: 2, result: "complete" }]);
  });

  it("but for a row whose attribute is missing, which is left out and told", async () => {
    const sourceId = makeAgain([]);
    const { plan, restored } = await restore();
    expect(plan.sources[0]?.plan.firstUnfit).toEqual([
      {
        accountName: expect.any(String),
        problem: expect.stringMatching(
          /^line \d, column 9 \(costCenter\): the source has no such attribute, and the value would be lost; declare an attribute with the technicalName "?costCenter/,
        ),
      },
    ]);
    expect(restored[0]).toMatchObject({ restored: 1, unfit: 1, result: "incomplete" });
    expect(Object.keys(people(sourceId))).toHaveLength(1);
  });

  it("but for a row that lacks what the tenant wants, as long as it has to be sent", async () => {
    const record = backup.store.recordsOf(backup.contractors)[0];
    backup.store.editRecord(record?.id ?? "", { phone: "" });
    await backup.take({ out: join(backup.parent, "again") });
    const folder = join(backup.parent, "again");
    // All are there: nothing is wrong with that.
    expect((await restore({}, folder)).restored[0]).toMatchObject({
      unchanged: 2,
      result: "complete",
    });
    lose();
    const { plan, restored } = await restore({}, folder);
    expect(plan.sources[0]?.plan.firstUnfit).toEqual([
      {
        accountName: record?.accountName,
        problem: expect.stringMatching(/\(phone\): must not be empty$/),
      },
    ]);
    expect(restored[0]).toMatchObject({ restored: 1, unfit: 1, result: "incomplete" });
  });

  it("but for a row whose attribute is missing, while the record is there: it is told, and no row to add", async () => {
    const attribute = backup.store.attributesOf(backup.contractors).find(({ system }) => !system);
    backup.store.deleteAttribute(attribute?.id ?? "");
    const { plan, restored } = await restore({ isOverwriting: true });
    expect(plan.sources[0]?.plan).toMatchObject({
      ...{ firstUnfit: [], firstDifferent: [] },
      firstStuck: [{ problem: expect.stringContaining("the source has no such attribute") }],
    });
    expect(restored[0]).toMatchObject({
      ...{ restored: 0, updated: 0, unchanged: 1, different: 1, unfit: 0, result: "different" },
    });
  });

  it("where several sources have the name", async () => {
    backup.world.simulator.behaviour.uniqueNames = "none";
    makeAgain();
    backup.store.addSource({ name: "Contractors", description: "More", owner: ada.id });
    expect(await refusal()).toMatch(
      /: contractors: several sources are called "Contractors": \w+ and \w+; rename all but one$/,
    );
  });

  it("where two sources of the backup are one in the tenant", async () => {
    const { store, contractors, visitors } = backup;
    store.addRecord(visitors, { accountName: "v" });
    const folder = join(backup.parent, "again");
    await backup.take({ out: folder });
    store.deleteSource(visitors);
    store.editSource(contractors, { name: "Visitors" });
    backup.world.calls();
    const wrong =
      / visitors: the tenant has no source \w+, and the one that is called "Visitors" now \(\w+\) is that of contractors; give that another name, and make the source of visitors again$/;
    for (const only of [undefined, ["visitors"]]) {
      expect(await restore({ only }, folder).then(() => "", messageOf)).toMatch(wrong);
    }
    expect(backup.world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
    // The first backup has no records of visitors, so that nothing of it could go wrong.
    expect((await restore()).restored).toMatchObject([
      { key: "contractors", unchanged: 2, result: "complete" },
      { key: "visitors", rows: 0, result: "complete" },
    ]);
  });

  it("without the advice to leave a source out, where the index itself is damaged", async () => {
    const text = readFileSync(backup.path("index.json"), "utf8");
    writeFileSync(backup.path("index.json"), text.replace(/"created": "20/, '"created": "19'));
    for (const only of [undefined, ["contractors"]]) {
      expect(await refusal({ only })).toMatch(/\nUse another backup$/);
    }
  });

  it("where a value of data is called like a column", async () => {
    const path = backup.path("records/contractors.csv");
    const [head = "", ...rows] = readFileSync(path, "utf8").split("\r\n");
    const text = [`${head},data.email`, ...rows.map((row) => (row === "" ? "" : `${row},x`))].join(
      "\r\n",
    );
    writeFileSync(path, text);
    const index = backup.index();
    const sources = index.sources.map((source) =>
      source.key !== "contractors"
        ? source
        : {
            ...source,
            columns: [...source.columns, "data.email"],
            bytes: Buffer.byteLength(text),
            sha256: createHash("sha256").update(text).digest("hex"),
          },
    );
    backup.write("index.json", writeIndex({ ...index, sources }));
    lose();
    const { plan, restored } = await restore();
    expect(plan.sources[0]?.plan.firstUnfit[0]?.problem).toContain(
      "a value of data that is called like the field email cannot go through an upload",
    );
    expect(restored[0]).toMatchObject({ restored: 0, unfit: 2, result: "incomplete" });
  });
});
