/** A tenant that changes while its backup is taken: read once more, and refused if it goes on. Never half of one and half of another. */
import type { RequestEvent } from "../../../provider/api";
import { ada } from "../resources/tenant-under-test";
import { always, once, useBackup, wholeBackup } from "./backup-under-test";

const backup = useBackup();

const records = "listNonEmployeeRecords";
const sources = "listNonEmployeeSources";
const attributes = "getNonEmployeeSourceSchemaAttributes";

const add = () => void backup.store.addRecord(backup.contractors);
const remove = () =>
  backup.store.deleteRecord(backup.store.recordsOf(backup.contractors)[0]?.id ?? "");
const addSource = (name = "New") =>
  void backup.store.addSource({ name, description: "New", owner: ada.id });
const swap = () => {
  remove();
  add();
};

/** Nothing is left, and the message says all of it. */
async function expectRefusal(
  onRequest: ((event: RequestEvent) => void) | undefined,
  ...texts: (string | RegExp)[]
): Promise<void> {
  const message = await backup.take({ ...(onRequest && { onRequest }) }).then(
    () => "a backup was taken",
    (error: unknown) => String(error),
  );
  expect(message).toContain(`no complete backup could be written to ${backup.path()}`.slice(0, -1));
  for (const text of texts) expect(message).toMatch(text);
  expect(backup.files()).toEqual([]);
}

/** The backup is of the tenant as it is now. */
async function expectBackup(
  onRequest: (event: RequestEvent) => void,
  counts: readonly number[],
): Promise<void> {
  const { index } = await backup.take({ onRequest });
  expect(index.sources.map(({ records: count }) => count)).toEqual(counts);
  const now = backup.store.recordsOf(backup.contractors).map(({ accountName }) => accountName);
  const taken = backup.rows("contractors").map(({ accountName }) => accountName ?? "");
  expect(taken.sort()).toEqual(now.sort());
}

describe("records that change once are read once more", () => {
  it.each([
    ["added", add, 3],
    ["removed", remove, 1],
  ])("when one is %s after the list", async (_what, change, count) => {
    await expectBackup(once(records, change), [count, 0]);
    expect(backup.files()).toEqual(wholeBackup);
    // The other source is not read again.
    const lists = backup.world.calls().filter((call) => call === "GET /non-employee-records");
    expect(lists).toHaveLength(3);
  });

  it("when one is added between the count and the list", async () => {
    await expectBackup(once(attributes, add), [3, 0]);
  });

  it("when one is added between two pages", async () => {
    backup.addRecords(298);
    await expectBackup(once(records, add), [301, 0]);
  });

  it("but is no complete backup when they go on to change", async () => {
    await expectRefusal(
      always(records, add),
      /the tenant changed while the backup was taken: source "Contractors" \(\w{32}\): its list has \d records?, and the source counts \d+/,
      /Run the command again when nobody changes it$/,
    );
  });
});

describe("sources that change once are read once more", () => {
  it.each([
    ["appears while the lists are read", () => once(records, () => addSource())],
    ["appears between the count and the manifest", () => once(sources, () => addSource())],
  ])("when one %s", async (_what, onRequest) => {
    const { index } = await backup.take({ onRequest: onRequest() });
    expect(index.sources.map(({ key }) => key)).toEqual(["contractors", "new", "visitors"]);
    expect(backup.files()).toContain("backup/records/new.csv");
  });

  it.each([
    ["after the lists", () => once(records, () => backup.store.deleteSource(backup.visitors), 1)],
    ["before its list", () => once(records, () => backup.store.deleteSource(backup.visitors))],
    [
      "while the manifest is read",
      () => once(attributes, () => backup.store.deleteSource(backup.visitors)),
    ],
  ])("when one is deleted %s", async (_what, onRequest) => {
    await expectBackup(onRequest(), [2]);
    expect(backup.files()).toEqual(wholeBackup.slice(0, -1));
  });

  it("when one is renamed, which gives its file another name", async () => {
    const { store, contractors } = backup;
    const rename = () => store.editSource(contractors, { name: "Externals" });
    const { index } = await backup.take({ onRequest: once(records, rename) });
    expect(index.sources.map(({ key, records: count }) => [key, count])).toEqual([
      ["externals", 2],
      ["visitors", 0],
    ]);
    expect(backup.files().slice(-2)).toEqual([
      "backup/records/externals.csv",
      "backup/records/visitors.csv",
    ]);
  });

  it("when one is deleted and made again under its name", async () => {
    const { store } = backup;
    const again = () => {
      store.deleteSource(backup.visitors);
      addSource("Visitors");
    };
    const { index } = await backup.take({ onRequest: once(records, again, 1) });
    const { sourceId } = store.sources().find(({ name }) => name === "Visitors") ?? {};
    expect(index.sources[1]).toMatchObject({ key: "visitors", sourceId });
  });

  it("when an attribute comes, so that its column does too", async () => {
    const { store, contractors } = backup;
    const change = () =>
      void store.addAttribute(contractors, { technicalName: "badge", label: "Badge" });
    const { index } = await backup.take({ onRequest: once(records, change) });
    expect(index.sources[0]?.columns.at(-1)).toBe("badge");
    expect(backup.read("manifest.yaml")).toContain("badge");
  });
});

describe("a tenant that goes on to change has no complete backup", () => {
  it("and the message names each source that came, went or got another name", async () => {
    let number = 0;
    await expectRefusal(
      always(records, () => addSource(`New ${++number}`)),
      /changed while the backup was taken: source "New \d" \(\w{32}\) is new/,
    );
    const rename = always(records, () => {
      number += 1;
      backup.store.editSource(backup.contractors, { name: `Name ${number}` });
    });
    await expectRefusal(rename, /source "Name \d+" \(\w{32}\) is called "Name \d+" now/);
  });

  it("also before the first list of records", async () => {
    let number = 0;
    await expectRefusal(
      always(sources, () => addSource(`New ${++number}`)),
      /changed while the backup was taken: source "New \d" \(\w{32}\) is new\. Run the command again/,
    );
  });

  it("and the message names the one that is gone", async () => {
    addSource("Wardens");
    addSource("Workers");
    let number = 0;
    const deleteLast = () => {
      number += 1;
      // At the first list of each round: of four sources, then of three.
      if (number !== 1 && number !== 5) return;
      const [last] = backup.store.sources().sort((a, b) => (a.name < b.name ? 1 : -1));
      if (last) backup.store.deleteSource(last.sourceId);
    };
    await expectRefusal(
      always(records, deleteLast),
      /: source "Wardens" \(\w{32}\) is gone\. Run the command again/,
    );
  });

  it("and the message names what changed of the set-up", async () => {
    let number = 0;
    const change = () => {
      number += 1;
      backup.store.editSource(backup.contractors, { description: `Description ${number}` });
    };
    await expectRefusal(
      always(records, change),
      /the set-up was changed \(contractors\.description\)\. Run the command again/,
    );
  });

  it("nor has one that lost its last source meanwhile", async () => {
    const clear = () => {
      for (const { sourceId } of backup.store.sources()) backup.store.deleteSource(sourceId);
    };
    await expectRefusal(once(records, clear), /has no non-employee sources: nothing was written/);
  });
});

describe("a list of sources that is short", () => {
  it("does not make a source look deleted", async () => {
    const operationId = sources;
    const {
      owner: _,
      managementWorkgroup: __,
      ...rest
    } = backup.store.source(backup.contractors) ?? {};
    const body = [{ ...rest, nonEmployeeCount: 2 }];
    // The lists after the records: that with the counts, and that of the manifest.
    const { faults } = backup.world.simulator;
    faults.add({ operationId, status: 200, body, skip: 2, times: "always" });
    await expectRefusal(
      undefined,
      /find source "Visitors" \(\w{32}\) again: .* does not show it, yet it exists, so the list is not complete/,
    );
  });
});

describe("where the tenant gives no count", () => {
  const withoutCount = () => {
    const body = backup.store.sources().map(({ sourceId }) => {
      const { owner: _, managementWorkgroup: __, ...rest } = backup.store.source(sourceId) ?? {};
      return { ...rest, nonEmployeeCount: null };
    });
    const operationId = sources;
    backup.world.simulator.faults.add({ operationId, status: 200, body, times: "always" });
  };

  it("a second list with the same records is the proof", async () => {
    withoutCount();
    const { index } = await backup.take();
    expect(index.sources.map(({ records: count }) => count)).toEqual([2, 0]);
    const lists = backup.world.calls().filter((call) => call === "GET /non-employee-records");
    expect(lists).toHaveLength(4);
  });

  it.each([
    ["one more", add, 3],
    ["one less", remove, 1],
    ["as many, but others", swap, 2],
  ])("a second list with %s has it read once more", async (_what, change, count) => {
    withoutCount();
    await expectBackup(once(records, change), [count, 0]);
  });

  it("and records go on to change, there is no complete backup", async () => {
    withoutCount();
    await expectRefusal(
      always(records, swap),
      /its list has 2 records, and a second list, read since the tenant gives no count, has others \(2\)/,
    );
  });
});
