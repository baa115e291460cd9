/** Somebody who has left and is in charge of a source that a program takes over. */
import { DEFAULT_IDENTITIES } from "../../../simulator";
import { ada, createWorld, grace, refusals, type World } from "./tenant-under-test";

const { mary } = DEFAULT_IDENTITIES;
const declared = {
  name: "Contractors",
  description: "External staff",
  owner: { alias: ada.alias },
  approvers: [{ alias: mary.alias }],
};
const refusal = `approvers[0]: approvers[0]: Mary Jackson (${mary.id}) is inactive; name somebody who is active`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

function seed(approver: string): void {
  const { name, description } = declared;
  world.simulator.store.addSource({ name, description, owner: ada.id, approvers: [approver] });
}

describe("the adoption of a source with somebody who has left", () => {
  it.each(["identical", "always"] as const)(
    "is accepted under %s with a warning where they are in charge already",
    async (adoptExisting) => {
      seed(mary.id);
      const { source } = world.process({ adoptExisting });
      const { inputs, failures } = await source.check(world.call, {
        news: declared,
        oldInputs: {},
      });
      expect(failures).toEqual([]);
      expect(inputs.approvers).toEqual([{ alias: mary.alias, id: mary.id }]);
      expect(world.messages).toContain(
        `warning: approvers[0]: Mary Jackson (${mary.id}) is inactive`,
      );
      const before = world.simulator.requests.length;
      await source.create(world.call, { inputs });
      const later = world.simulator.requests.slice(before);
      expect(later.filter(({ method }) => method !== "GET")).toEqual([]);
    },
  );

  it("is refused where they would newly be in charge", async () => {
    seed(grace.id);
    const { source } = world.process({ adoptExisting: "always" });
    expect(await refusals(source, world.call, declared)).toEqual([refusal]);
  });

  it("is refused where there is nothing to take over", async () => {
    const { source } = world.process({ adoptExisting: "identical" });
    expect(await refusals(source, world.call, declared)).toEqual([refusal]);
  });

  it("is refused under never, as is the source that exists", async () => {
    seed(mary.id);
    const { source } = world.process();
    const reasons = await refusals(source, world.call, declared);
    expect(reasons[0]).toBe(refusal);
    expect(reasons[1]).toContain("adoptExisting");
  });

  it("tells a tenant that cannot be looked at, once", async () => {
    seed(mary.id);
    world.simulator.faults.add({ template: "/non-employee-sources", status: 403, times: "always" });
    const { source } = world.process({ adoptExisting: "identical" });
    const reasons = await refusals(source, world.call, { ...declared, approvers: [] });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain("403");
  });
});
