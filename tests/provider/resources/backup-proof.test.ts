/** A backup that is not proven to be complete stops the destroy: nothing is deleted, and no file looks like a backup. */
import fsPromises from "node:fs/promises";
import type { RequestEvent } from "../../../provider/api";
import { useBackup } from "./backup-under-test";

const backup = useBackup();
const { folder } = backup;

const add = () => void backup.store.addRecord(backup.sourceId);
const remove = () =>
  backup.store.deleteRecord(backup.store.recordsOf(backup.sourceId)[0]?.id ?? "");
const deletes = () => backup.world.calls().filter((call) => call.startsWith("DELETE"));

/** Does something once, when the first request of that operation has ended. */
function once(operation: string, work: () => void): (event: RequestEvent) => void {
  let isDone = false;
  return (event) => {
    if (isDone || event.operation !== operation) return;
    isDone = true;
    work();
  };
}

/** The destroy fails, says all of it, has deleted nothing and left no file. */
async function expectRefusal(work: Promise<void>, text: string): Promise<void> {
  const { store, sourceId } = backup;
  const before = { source: store.source(sourceId), attributes: store.attributesOf(sourceId) };
  const message = await work.then(
    () => "the destroy went through",
    (error: unknown) => String(error),
  );
  expect(message).toContain(`no complete backup could be written to ${folder.path}`);
  expect(message).toContain(text);
  expect(message).toContain("Nothing was deleted in the tenant. With the source in the program");
  expect(deletes()).toEqual([]);
  expect(store.source(sourceId)).toEqual(before.source);
  expect(store.attributesOf(sourceId)).toEqual(before.attributes);
  expect(folder.files()).toEqual([]);
}

async function expectBackup(count: number): Promise<void> {
  await backup.destroy();
  expect(backup.accountNames()).toHaveLength(count);
  expect(backup.store.source(backup.sourceId)).toBeUndefined();
}

/** The list of sources as it is, but without a count. */
function withoutCount(rule: { times?: number; skip?: number }): void {
  const {
    owner: _,
    managementWorkgroup: __,
    ...listed
  } = backup.store.source(backup.sourceId) ?? {};
  const body = [{ ...listed, approvers: [], accountManagers: [], nonEmployeeCount: null }];
  const operationId = "listNonEmployeeSources";
  backup.world.simulator.faults.add({ operationId, status: 200, body, ...rule });
}

describe("a call that fails", () => {
  it.each([
    ["listNonEmployeeRecords", 0, "list non-employee records of source"],
    ["getNonEmployeeSourceSchemaAttributes", 0, "list schema attributes of source"],
    ["listNonEmployeeSources", 1, "list non-employee sources"],
  ])(
    "(%s, after %i that pass) stops the destroy as long as it does",
    async (operationId, skip, text) => {
      const { faults } = backup.world.simulator;
      faults.add({ operationId, skip, status: 503, times: "always" });
      await expectRefusal(backup.destroy(), `${text}`);
      faults.clear();
      await expectBackup(2);
    },
  );

  it("in the middle of the list stops the destroy", async () => {
    for (let number = 0; number < 300; number += 1) add();
    const operationId = "listNonEmployeeRecords";
    backup.world.simulator.faults.add({ operationId, skip: 1, status: 403 });
    await expectRefusal(backup.destroy(), "has 302 records, which would be lost");
    await expectBackup(302);
  });
});

describe("a list of records that is short", () => {
  it.each([
    ["its own total", { "X-Total-Count": "2" }, "1 items where X-Total-Count says 2"],
    [
      "the count of the source",
      {},
      "the source counts 2 records, but the list of its records has 1. Run the command again; if it stays so, export the records yourself and set SAIL_BACKUP_DIR=none",
    ],
  ])("by %s stops the destroy", async (_what, headers, text) => {
    const body = backup.store.recordsOf(backup.sourceId).slice(1);
    const operationId = "listNonEmployeeRecords";
    backup.world.simulator.faults.add({ operationId, status: 200, body, headers });
    await expectRefusal(backup.destroy(), text);
    await expectBackup(2);
  });
});

describe("a disk that loses what was written", () => {
  afterEach(() => jest.restoreAllMocks());

  it("stops the destroy", async () => {
    const { readFile } = fsPromises;
    jest.spyOn(fsPromises, "readFile").mockImplementation(async (...args) => {
      const text = String(await readFile(...args));
      return Buffer.from(text.slice(0, text.lastIndexOf("\r\n", text.length - 3) + 2));
    });
    await expectRefusal(
      backup.destroy(),
      "2 records were written, but the file holds 1. Run the command again, with SAIL_BACKUP_DIR on another disk.",
    );
    jest.restoreAllMocks();
    await expectBackup(2);
  });
});

describe("records that change meanwhile stop the destroy", () => {
  it("when one is added between the count and the list", async () => {
    await expectRefusal(
      backup.destroy(once("getNonEmployeeSourceSchemaAttributes", add)),
      "the source counts 2 records, but the list of its records has 3",
    );
    await expectBackup(3);
  });

  it("when one is added between two pages of the list", async () => {
    for (let number = 0; number < 300; number += 1) add();
    await expectRefusal(
      backup.destroy(once("listNonEmployeeRecords", add)),
      "the list changed while it was read",
    );
    await expectBackup(303);
  });

  it.each([
    ["added", add, 3],
    ["removed", remove, 1],
  ])("when one is %s between the list and the second count", async (_what, change, count) => {
    await expectRefusal(
      backup.destroy(once("listNonEmployeeRecords", change)),
      `records were added or removed while the backup was taken: it has 2 records, and the source ${count} now. Run the command again.`,
    );
    await expectBackup(count);
  });
});

describe("where the tenant gives no count", () => {
  const swap = () => {
    remove();
    add();
  };

  it.each([
    ["at all", { times: 2 }],
    ["at first", { times: 1 }],
    ["afterwards", { skip: 1 }],
  ])("%s, a second list with the same records is the proof", async (_what, rule) => {
    withoutCount(rule);
    await backup.destroy();
    const lists = backup.world.calls().filter((call) => call === "GET /non-employee-records");
    expect(lists).toHaveLength(2);
    expect(backup.accountNames()).toEqual(["a.two", "b.one"]);
    expect(backup.store.source(backup.sourceId)).toBeUndefined();
  });

  it.each([
    ["one more", add, 3],
    ["one less", remove, 1],
    ["as many, but others", swap, 2],
  ])("a second list with %s stops the destroy", async (_what, change, count) => {
    withoutCount({ times: 2 });
    await expectRefusal(
      backup.destroy(once("listNonEmployeeRecords", change)),
      `has others (${count}). Run the command again.`,
    );
  });

  it("a count that comes afterwards must be that of the list", async () => {
    withoutCount({ times: 1 });
    await expectRefusal(
      backup.destroy(once("listNonEmployeeRecords", add)),
      "it has 2 records, and the source 3 now",
    );
  });
});

describe("a source that goes away while its records are written", () => {
  it("leaves them in the file, and is not deleted again", async () => {
    const vanish = () => backup.store.deleteSource(backup.sourceId);
    await backup.destroy(once("listNonEmployeeRecords", vanish));
    expect(deletes()).toEqual([]);
    expect(backup.accountNames()).toEqual(["a.two", "b.one"]);
    expect(backup.world.messages.join()).toContain(`written to ${folder.path}`);
  });
});
