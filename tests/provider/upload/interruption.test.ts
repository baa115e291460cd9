/** An upload that ends at each of its requests, in each way, and is made again. */
import { messageOf } from "../../../provider/resources/handler";
import type { FaultRule } from "../../../simulator";
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload({ judgedRequests: "accepted" });

/** Pieces of 3 rows: 8 that are new or different make 3 pieces. */
const rowsAtOnce = 3;
const names = ["a", "b", "c", "same", "d", "e", "f", "g", "old"];
const file = csv(
  `${head},badge`,
  ...names.map((name, index) => row(name, `"Rh\n${name}, ""Jr"""`, String(index))),
);

function seed(): void {
  const { store, sourceId, world } = upload;
  for (const { id } of store.recordsOf(sourceId)) store.deleteRecord(id);
  const dates = { startDate: "2026-03-24T05:00:00Z", endDate: "2027-03-24T00:00:00Z" };
  const ida = { firstName: "Ida", phone: "1", manager: "ada.lovelace", ...dates };
  const lastName = 'Rh\nsame, "Jr"';
  const email = "same@example.org";
  const data = { badge: "3", costCenter: "1" };
  store.addRecord(sourceId, { accountName: "same", ...ida, lastName, email, data });
  store.addRecord(sourceId, { accountName: "old", data: { costCenter: "2", badge: "x" } });
  store.addRecord(sourceId, { accountName: "theirs" });
  world.clock.advance(600_000);
}

/** What the source has in the end, whatever happened. */
function expectAll(): void {
  const people = upload.people();
  expect(Object.keys(people)).toEqual(["theirs", ...names].sort());
  for (const [index, name] of names.entries()) {
    expect(people[name]).toMatchObject({
      ...{ firstName: "Ida", lastName: `Rh\n${name}, "Jr"`, phone: "1" },
      ...{ email: `${name}@example.org`, manager: "ada.lovelace" },
    });
    const kept = { same: { costCenter: "1" }, old: { costCenter: "2" } }[name] ?? {};
    expect(people[name]).toHaveProperty("data", { ...kept, badge: String(index) });
  }
}

const ways: [string, FaultRule | "abort" | "abort under way"][] = [
  ["a request that is lost before it arrives", { drop: "before" }],
  ["a request whose answer is lost", { drop: "after" }],
  ["a request that ends with 500, and has its effect", { status: 500, effect: true }],
  ["a tenant that cannot be reached from then on", { reset: "before", times: "always" }],
  ["a tenant whose answers are lost from then on", { drop: "after", times: "always" }],
  ["a user who ends it after a request", "abort"],
  ["a user who ends it while a request is under way", "abort under way"],
];

describe.each([0, 3_000])("an upload whose jobs last %i ms", (bulkJobMs) => {
  it.each(ways)(
    "that meets %s, at each one in turn, ends right when it is made again",
    async (_what, way) => {
      const { world } = upload;
      const { simulator } = world;
      const outcomes = new Set<string>();
      for (let step = 0; ; step += 1) {
        seed();
        simulator.behaviour.bulkJobMs = bulkJobMs;
        const before = simulator.requests.length;
        const controller = new AbortController();
        const { signal } = controller;
        if (typeof way === "object") simulator.faults.add({ ...way, skip: step });
        if (way === "abort under way") simulator.faults.add({ delayMs: 30, skip: step });
        let ended = 0;
        const onRequest = () => {
          ended += 1;
          if (way === "abort" && ended === step + 1) controller.abort(new Error("interrupted"));
        };
        const work = upload.upload(file, { rowsAtOnce, signal, onRequest });
        const settled = work.then(
          (done) => {
            expect(done).toMatchObject({ result: { created: 7, changed: 1, unchanged: 1 } });
            return "done";
          },
          (error: unknown) => messageOf(error),
        );
        let isSettled = false;
        void settled.then(() => {
          isSettled = true;
        });
        while (way === "abort under way" && !isSettled) {
          if (simulator.requests.length - before > step) controller.abort(new Error("interrupted"));
          await new Promise(setImmediate);
        }
        const outcome = await settled;
        const isMet = simulator.requests.length - before > step;
        simulator.faults.clear();
        const isWritten = Object.keys(upload.people()).length > 3;
        if (outcome === "done") expectAll();
        else if (isWritten) expect(outcome).toMatch(/Run the command again/);
        outcomes.add(outcome === "done" ? "done" : "stopped");
        // What is under way at the tenant may end while the next run begins.
        const again = await upload.upload(file, { rowsAtOnce });
        expect(again).toMatchObject({ result: { left: 0 } });
        expectAll();
        if (outcome === "done" && !isMet) break;
        if (step > 60) throw new Error("it never ends");
      }
      expect(outcomes.has("done")).toBe(true);
    },
  );
});
