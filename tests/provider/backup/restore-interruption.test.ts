/** A restore that ends at each of its requests, in each way, and is made again. */
import { planRestore, runRestore } from "../../../provider/backup/restore";
import { messageOf } from "../../../provider/resources/handler";
import { callOptions } from "../../../provider/resources/tenant";
import type { FaultRule } from "../../../simulator";
import { useBackup } from "./backup-under-test";
import { restoring } from "./restore-under-test";

const backup = useBackup();
const { restore, people, lose } = restoring(backup);

/** Plans and runs; a user who ends it does so after that many requests. */
async function restoreUntil(requests: number): Promise<string[]> {
  const { world } = backup;
  const controller = new AbortController();
  let ended = 0;
  const onRequest = () => {
    ended += 1;
    if (ended === requests) controller.abort(new Error("interrupted"));
  };
  const { tenant } = world.process({ onRequest });
  const call = { ...callOptions(world.call), signal: controller.signal };
  try {
    const plan = await planRestore(tenant, call, backup.path(), {});
    return (await runRestore(tenant, call, plan)).map(({ result }) => result);
  } catch (error) {
    // Only what a user could be told: no mistake of the code.
    expect(messageOf(error)).toMatch(
      /aborted|interrupted|whether it took effect is unknown|the connection |cannot be reached|could not|failed/,
    );
    expect(error).not.toBeInstanceOf(TypeError);
    return ["thrown"];
  }
}

const stops = ["thrown", "failed", "not begun", "complete"];

it.each<[string, FaultRule | undefined, string[]]>([
  ["a request that is lost before it arrives", { drop: "before" }, ["complete"]],
  ["a request whose answer is lost", { drop: "after" }, ["complete"]],
  ["a tenant that cannot be reached from then on", { drop: "before", times: "always" }, stops],
  ["a tenant whose answers are lost from then on", { drop: "after", times: "always" }, stops],
  ["a user who ends it", undefined, ["thrown", "interrupted", "not begun", "complete"]],
])(
  "that meets %s, at each one in turn, ends right when it is made again",
  async (_what, fault, ends) => {
    const { store, world, visitors } = backup;
    store.addRecord(visitors, { accountName: "v", lastName: 'x, "y"\r\nz' });
    backup.addRecords(3);
    const before = [people(), people(visitors)];
    await backup.take();
    const { faults, requests } = world.simulator;
    const outcomes = new Set<string>();
    for (let step = 0; ; step += 1) {
      expect(step).toBeLessThan(60);
      lose();
      lose(visitors);
      const seen = requests.length;
      if (fault) faults.add({ ...fault, skip: step });
      const results = await restoreUntil(fault ? Number.POSITIVE_INFINITY : step + 1);
      for (const result of results) outcomes.add(result);
      const isMet = requests.length - seen > step;
      faults.clear();
      if (results.length === 2 && results.every((one) => one === "complete")) {
        expect([people(), people(visitors)]).toEqual(before);
      }
      const { restored } = await restore();
      expect(restored.map(({ result }) => result)).toEqual(["complete", "complete"]);
      expect([people(), people(visitors)]).toEqual(before);
      if (!isMet) break;
    }
    // Otherwise no step has ended anything.
    expect([...outcomes].sort()).toEqual(expect.arrayContaining(ends));
  },
);
