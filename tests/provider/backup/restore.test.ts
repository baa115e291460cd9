/** Restoring a backup: what is written, what is left alone, and what is told. */
import { planRestore, runRestore } from "../../../provider/backup/restore";
import { callOptions } from "../../../provider/resources/tenant";
import { useBackup } from "./backup-under-test";
import { restoring } from "./restore-under-test";

const backup = useBackup();
const { restore, refusal, people, lose, makeAgain } = restoring(backup);

/** The plan to restore both sources, which have lost everybody. */
async function planOfBoth() {
  backup.store.addRecord(backup.visitors, { accountName: "v" });
  await backup.take();
  lose();
  lose(backup.visitors);
  const { world } = backup;
  const { tenant } = world.process();
  const call = callOptions(world.call);
  return { tenant, call, plan: await planRestore(tenant, call, backup.path(), {}) };
}

describe("a restore", () => {
  it("brings lost records back, and leaves those that the backup does not have", async () => {
    const { store, contractors } = backup;
    store.addRecord(contractors, {
      accountName: 'müller, "jr"',
      lastName: "x\r\ny",
      data: { costCenter: " 1 " },
    });
    const before = people();
    await backup.take();
    lose();
    store.addRecord(contractors, { accountName: "later" });
    const { later } = people();
    const { restored } = await restore();
    expect(restored).toEqual([
      {
        ...{ key: "contractors", name: "Contractors", sourceId: contractors, result: "complete" },
        ...{
          rows: 3,
          restored: 3,
          updated: 0,
          unchanged: 0,
          different: 0,
          unfit: 0,
          notInBackup: 1,
        },
      },
      {
        ...{ key: "visitors", name: "Visitors", sourceId: backup.visitors, result: "complete" },
        ...{
          rows: 0,
          restored: 0,
          updated: 0,
          unchanged: 0,
          different: 0,
          unfit: 0,
          notInBackup: 0,
        },
      },
    ]);
    expect(people()).toEqual({ ...before, later });
  });

  it("keeps no rows of many sources, and compares each again when its turn comes", async () => {
    const before = people();
    await backup.take();
    lose();
    const { plan, restored } = await restore({ rowsKept: 1 });
    expect(plan.sources.map((one) => "rows" in one.plan)).toEqual([false, false]);
    expect(restored[0]).toMatchObject({ rows: 2, restored: 2, result: "complete" });
    expect(people()).toEqual(before);
    const [changed] = backup.store.recordsOf(backup.contractors);
    backup.store.editRecord(changed?.id ?? "", { phone: "new" });
    const over = await restore({ rowsKept: 1, isOverwriting: true });
    expect(over.restored[0]).toMatchObject({ updated: 1, unchanged: 1, result: "complete" });
    expect(people()).toEqual(before);
  });

  it("finds a source that was destroyed and made again by its name", async () => {
    const before = people();
    await backup.take();
    const sourceId = makeAgain();
    const { restored } = await restore();
    expect(restored[0]).toMatchObject({ sourceId, restored: 2, result: "complete" });
    expect(people(sourceId)).toEqual(before);
  });

  it("finds a source that was renamed by its id", async () => {
    await backup.take();
    backup.store.editSource(backup.contractors, { name: "Externals" });
    lose();
    expect((await restore()).restored[0]).toMatchObject({ name: "Externals", restored: 2 });
  });

  it("that is made again sends nothing", async () => {
    await backup.take();
    lose();
    await restore();
    backup.world.calls();
    expect((await restore()).restored[0]).toMatchObject({
      restored: 0,
      unchanged: 2,
      result: "complete",
    });
    expect(backup.world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("leaves records with other values alone, restores the missing ones, and says so", async () => {
    await backup.take();
    const [one] = backup.store.recordsOf(backup.contractors);
    backup.store.editRecord(one?.id ?? "", { email: "new@example.org", data: {} });
    lose(backup.contractors, "a.two");
    const before = people();
    const { plan, restored } = await restore();
    expect(plan.sources[0]?.plan.firstDifferent).toEqual([
      { accountName: "b.one", line: expect.any(Number), fields: ["email", "costCenter"] },
    ]);
    expect(restored[0]).toMatchObject({
      restored: 1,
      updated: 0,
      different: 1,
      result: "different",
    });
    expect(people()).toMatchObject(before);
    expect(Object.keys(people())).toEqual(["a.two", "b.one"]);
  });

  it("overwrites them if that is wanted", async () => {
    const before = people();
    await backup.take();
    for (const { id } of backup.store.recordsOf(backup.contractors)) {
      backup.store.editRecord(id, { lastName: "Other" });
    }
    const { restored } = await restore({ isOverwriting: true });
    expect(restored[0]).toMatchObject({
      restored: 0,
      updated: 2,
      different: 0,
      result: "complete",
    });
    expect(people()).toEqual(before);
  });

  it("takes the sources alone that are named", async () => {
    backup.store.addRecord(backup.visitors, { accountName: "v" });
    await backup.take();
    lose(backup.contractors);
    lose(backup.visitors);
    expect((await restore({ only: ["visitors"] })).restored.map(({ key }) => key)).toEqual([
      "visitors",
    ]);
    expect(people()).toEqual({});
    expect(Object.keys(people(backup.visitors))).toEqual(["v"]);
    expect(await refusal({ only: ["nobody"] })).toContain(
      'has no source with the key "nobody"; it has contractors, visitors',
    );
  });

  it.each([{ status: 403 }, { status: 500, times: 2 }, { drop: "before", times: 2 }] as const)(
    "goes on with the other sources where one fails: %j",
    async (fault) => {
      backup.store.addRecord(backup.visitors, { accountName: "v" });
      await backup.take();
      lose();
      lose(backup.visitors);
      backup.world.simulator.faults.add({
        operationId: "importNonEmployeeRecordsInBulk",
        ...fault,
      });
      const { restored } = await restore();
      expect(restored).toMatchObject([
        {
          key: "contractors",
          restored: 0,
          result: "failed",
          problem: expect.stringMatching(/(?:: 403 |the answer was lost twice).* 0 of 2 rows /),
        },
        { key: "visitors", restored: 1, result: "complete" },
      ]);
    },
  );

  it("that is interrupted says what was not begun", async () => {
    await backup.take();
    lose();
    const { world } = backup;
    const controller = new AbortController();
    const { tenant } = world.process({
      onRequest: ({ operation }) => {
        if (operation === "importNonEmployeeRecordsInBulk")
          controller.abort(new Error("interrupted"));
      },
    });
    const call = { ...callOptions(world.call), signal: controller.signal };
    const plan = await planRestore(tenant, call, backup.path(), {});
    expect(await runRestore(tenant, call, plan)).toMatchObject([
      {
        key: "contractors",
        result: "interrupted",
        problem: expect.stringContaining("under way and may be taken. 0 of 2 rows"),
      },
      { key: "visitors", result: "not begun" },
    ]);
    expect((await restore()).restored.every(({ result }) => result === "complete")).toBe(true);
    expect(Object.keys(people())).toEqual(["a.two", "b.one"]);
  });

  it("tells how far it is, over all sources", async () => {
    const { tenant, call, plan } = await planOfBoth();
    const told: number[][] = [];
    await runRestore(tenant, call, plan, (...numbers) => told.push(numbers));
    expect(told).toEqual([
      [2, 3],
      [3, 3],
    ]);
  });

  it("does not overwrite where a value that the backup has no column for could be lost", async () => {
    const { store, contractors, world } = backup;
    for (const { id } of store.recordsOf(contractors)) store.editRecord(id, { data: {} });
    await backup.take();
    world.simulator.behaviour.csvColumns = "none";
    store.addAttribute(contractors, { technicalName: "badge", label: "Badge" });
    for (const { id } of store.recordsOf(contractors)) {
      store.editRecord(id, { lastName: "Other", data: { badge: "7" } });
    }
    expect(await refusal({ isOverwriting: true })).toMatch(
      /\n- contractors: records\/contractors\.csv: line \d: the record of "b.one" has a value in badge that an upload could clear: /,
    );
    expect((await restore()).restored[0]).toMatchObject({ different: 2, result: "different" });
  });

  it("does not begin the next source where the tenant cannot be reached", async () => {
    const { tenant, call, plan } = await planOfBoth();
    backup.world.simulator.faults.add({ drop: "before", times: "always" });
    expect(await runRestore(tenant, call, plan)).toMatchObject([
      { key: "contractors", restored: 0, result: "failed" },
      { key: "visitors", restored: 0, result: "not begun" },
    ]);
    backup.world.simulator.faults.clear();
    expect((await restore()).restored.map(({ result }) => result)).toEqual([
      "complete",
      "complete",
    ]);
  });

  it("leaves somebody alone whose account name differs in case alone", async () => {
    await backup.take();
    lose();
    backup.store.addRecord(backup.contractors, { accountName: "B.One" });
    const { plan, restored } = await restore();
    expect(plan.sources[0]?.plan.firstDifferent).toEqual([
      { accountName: "b.one", line: expect.any(Number), fields: ["accountName"] },
    ]);
    expect(restored[0]).toMatchObject({ restored: 1, different: 1, result: "different" });
    expect(Object.keys(people())).toEqual(["B.One", "a.two"]);
    expect(await refusal({ isOverwriting: true })).toContain(
      'the source has a record with the accountName "B.One", which differs from "b.one" in upper and lower case alone and may be the same person',
    );
  });

  it("looks once more where time has passed, and leaves alone who has come meanwhile", async () => {
    await backup.take();
    const before = people();
    lose();
    const { world, store, contractors } = backup;
    const { tenant } = world.process();
    const call = callOptions(world.call);
    const plan = await planRestore(tenant, call, backup.path(), {});
    store.addRecord(contractors, { accountName: "a.two", lastName: "Theirs" });
    world.clock.advance(60_000);
    expect(await runRestore(tenant, call, plan)).toMatchObject([
      { key: "contractors", restored: 1, different: 1, result: "different" },
      { key: "visitors", result: "complete" },
    ]);
    expect(people()).toMatchObject({ "a.two": { lastName: "Theirs" }, "b.one": before["b.one"] });
  });
});
