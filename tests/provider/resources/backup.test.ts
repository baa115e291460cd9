/** The records of a source are in a file before they are destroyed. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { rowsOf, useBackup } from "./backup-under-test";
import { attributeInputs, make, sourceInputs } from "./tenant-under-test";

const sources = "/non-employee-sources";
const attributes = `${sources}/{sourceId}/schema-attributes`;
const records = "/non-employee-records";
const looks = [`GET ${sources}`, `GET ${attributes}`, `GET ${records}`, `GET ${sources}`];

const backup = useBackup();
const { folder } = backup;

const deletes = () => backup.world.calls().filter((call) => call.startsWith("DELETE"));

describe("the destroy of a source with records", () => {
  it("writes them to a file, counts again, deletes, and says where they are", async () => {
    const { world, store, sourceId, source } = backup;
    const before = store.recordsOf(sourceId);
    await backup.destroy();
    expect(world.calls()).toEqual([...looks, `DELETE ${sources}/{sourceId}`]);
    expect(store.source(sourceId)).toBeUndefined();
    const rows = rowsOf(folder.text());
    expect(rows).toHaveLength(2);
    for (const { id: _, sourceId: __, created, modified, data, ...fields } of before) {
      expect(rows).toContainEqual({ ...fields, costCenter: data.costCenter ?? "" });
    }
    expect(world.messages).toContain(
      `warning: source "${source.state.name}" (${sourceId}) has 2 records: written to ${folder.files()[0]} before the delete`,
    );
  });

  it("writes the columns of the bulk upload, then the attributes, then what else is in the data", async () => {
    const { store, sourceId } = backup;
    for (const technicalName of ["badge", "empty"]) {
      store.addAttribute(sourceId, { technicalName, label: technicalName });
    }
    store.addRecord(sourceId, { data: { formerly: "kept", badge: "7" } });
    await backup.destroy();
    expect(folder.text().split("\r\n")[0]).toBe(
      "accountName,firstName,lastName,phone,email,manager,startDate,endDate,costCenter,badge,empty,formerly",
    );
    const row = { costCenter: "", badge: "7", empty: "", formerly: "kept" };
    expect(rowsOf(folder.text())).toContainEqual(expect.objectContaining(row));
  });

  it("names the file after tenant, source, id and instant, and keeps others from reading it", async () => {
    const { world, sourceId } = backup;
    world.clock.advance(Date.parse("2026-11-24T18:45:01.123Z") - world.clock.now());
    await backup.destroy();
    const [file = ""] = folder.files();
    const host = new URL(world.simulator.url).host.replace(":", "-");
    const name = `${host}_lowe-sohne-contractors_${sourceId}_20261124T184501123Z.csv`;
    expect(file).toBe(join(folder.path, name));
    if (process.platform === "win32") return;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  });

  it.each(["漢字", "...", ""])("finds a name for the file of a source called %j", async (name) => {
    backup.store.editSource(backup.sourceId, { name });
    await backup.destroy();
    expect(folder.files()).toEqual([expect.stringContaining(`_source_${backup.sourceId}_`)]);
  });

  it.each([{ trim: false }, { trim: true }])(
    "can be undone whatever the values hold, by a reader with %j",
    async (reader) => {
      const { store, sourceId } = backup;
      const values = [
        "a,b;c\td",
        'say "hi"',
        '"',
        "line\nfeed",
        "carriage\rreturn",
        "both\r\nends",
        "Zoë Müller-Łukasz 漢字 👩‍🔧",
        "=1+1",
        "+49 170",
        " blanks around ",
        "\u00a0",
        "\\",
        "'",
        "",
      ];
      for (const [index, value] of values.entries()) {
        const names = { firstName: value, lastName: value, data: { costCenter: value } };
        store.addRecord(sourceId, { accountName: `v${index}${value}`, ...names });
      }
      await backup.destroy();
      const rows = rowsOf(folder.text(), reader);
      expect(rows).toHaveLength(values.length + 2);
      for (const [index, value] of values.entries()) {
        const row = rows.find(({ accountName }) => accountName === `v${index}${value}`);
        expect(row).toMatchObject({ firstName: value, lastName: value, costCenter: value });
      }
    },
  );

  it("writes 600 records, which come in several pages", async () => {
    const { world, store, sourceId } = backup;
    for (let number = 2; number < 600; number += 1) {
      store.addRecord(sourceId, { accountName: `person.${number}` });
    }
    const names = store.recordsOf(sourceId).map(({ accountName }) => accountName);
    await backup.destroy();
    expect(world.calls().filter((call) => call === `GET ${records}`)).toHaveLength(3);
    expect(backup.accountNames()).toEqual(names.sort());
    expect(world.messages.join()).toContain("has 600 records: written to");
  });

  it("writes no record of another source", async () => {
    const { world, store } = backup;
    const other = await make(world.process().source, world.call, sourceInputs({ name: "Other" }));
    store.addRecord(other.id, { accountName: "somebody.else" });
    await backup.destroy();
    expect(backup.accountNames()).toEqual(["a.two", "b.one"]);
    expect(store.recordsOf(other.id)).toHaveLength(1);
  });
});

describe("the delete of an attribute of a source with records", () => {
  it("has the whole source's records in a file first", async () => {
    const { world, store, sourceId, attribute } = backup;
    const process = world.process({ backupDir: folder.path });
    await process.attribute.delete(world.call, attribute);
    expect(world.calls()).toEqual([...looks, `DELETE ${attributes}/{attributeId}`]);
    expect(store.customAttributesOf(sourceId)).toEqual([]);
    const values = rowsOf(folder.text()).map(({ costCenter }) => costCenter);
    expect(values.sort()).toEqual(["", "0815"]);
    expect(world.messages.join()).toMatch(/"costCenter".*: its source has 2 records: written to/);
  });

  it("writes nothing at the diff of a replacement, and says what will be written", async () => {
    const { world, attribute } = backup;
    const handler = world.process({ backupDir: folder.path }).attribute;
    const oldInputs = attributeInputs(backup.sourceId, { forceDestroy: true });
    const request = { news: { ...oldInputs, technicalName: "other" }, oldInputs };
    const { inputs: news } = await handler.check(world.call, request);
    await handler.diff(world.call, { ...attribute, news });
    expect(folder.files()).toEqual([]);
    expect(world.messages.join()).toContain(
      `its source has 2 records: they will be written to ${folder.path} before the delete`,
    );
  });

  it("does not happen without a complete backup either", async () => {
    const { world, store, sourceId, attribute } = backup;
    const handler = world.process({ backupDir: folder.path }).attribute;
    world.simulator.faults.add({ operationId: "listNonEmployeeRecords", status: 403 });
    await expect(handler.delete(world.call, attribute)).rejects.toThrow(
      /^attribute "costCenter".*: its source has 2 records, which would be lost: refused, for no complete backup.*403.*With the attribute in the program/s,
    );
    expect(deletes()).toEqual([]);
    expect(store.customAttributesOf(sourceId)).toHaveLength(1);
  });
});

describe("no file is written", () => {
  it("for a destroy that is refused", async () => {
    const { world, source } = backup;
    const handler = world.process({ backupDir: folder.path }).source;
    const state = { ...source.state, forceDestroy: false };
    await expect(handler.delete(world.call, { ...source, state })).rejects.toThrow(
      /would be lost: refused.*set forceDestroy: true on the resource and run `pulumi up`\./,
    );
    expect(folder.files()).toEqual([]);
    expect(deletes()).toEqual([]);
  });

  it("for a source without records, which is deleted", async () => {
    const { store, sourceId } = backup;
    for (const { id } of store.recordsOf(sourceId)) store.deleteRecord(id);
    await backup.destroy();
    expect(store.source(sourceId)).toBeUndefined();
    expect(folder.files()).toEqual([]);
  });

  it("for a source that is gone already", async () => {
    backup.store.deleteSource(backup.sourceId);
    await backup.destroy();
    expect(deletes()).toEqual([]);
    expect(folder.files()).toEqual([]);
  });
});
