/** What check tells where people and groups cannot be looked up: over a judged tenant that refuses or fails. */
import type { Handler, Props } from "../../../provider/resources/handler";
import { ada, createWorld, grace, sourceInputs, type World } from "./tenant-under-test";

let world: World;
let handler: Handler;
beforeEach(async () => {
  world = await createWorld();
  handler = world.process().source;
});
afterEach(() => world.simulator.stop());

async function check(news: Props) {
  const { inputs, failures } = await handler.check(world.call, { news, oldInputs: {} });
  expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  return { inputs, reasons: failures.map(({ reason }) => reason) };
}

describe("a look-up that fails", () => {
  const fail = (status: number) => {
    for (const template of ["/public-identities", "/workgroups"]) {
      world.simulator.faults.add({ template, status, times: "always" });
    }
  };

  it("is a warning, once a run, where only ids were not checked for want of permission (403)", async () => {
    fail(403);
    const { inputs, reasons } = await check(sourceInputs());
    await check(sourceInputs({ name: "Other" }));
    expect(reasons).toEqual([]);
    expect(inputs).toEqual(sourceInputs());
    expect(world.messages).toEqual([
      expect.stringMatching(
        /^warning: ids of people or groups were not checked: list .*: 403 .*scope/,
      ),
    ]);
  });

  it("is a failure (403) for everything else, beside the warning", async () => {
    fail(403);
    const { reasons, inputs } = await check(
      sourceInputs({
        owner: { email: ada.email },
        managementWorkgroup: { name: "x" },
        approvers: [{ id: grace.id }],
        accountManagers: undefined,
      }),
    );
    expect(reasons).toEqual([
      expect.stringMatching(
        /^owner and managementWorkgroup could not be looked up: list public identities: 403 .*; list governance groups: 403 /,
      ),
    ]);
    expect(inputs.owner).toEqual({ email: ada.email });
    expect(world.messages).toHaveLength(1);
  });

  it("is one failure (503) that names every property, beside those of the schema", async () => {
    fail(503);
    const { reasons } = await check({ ...sourceInputs({ owner: { alias: ada.alias } }), extra: 1 });
    expect(reasons).toEqual([
      expect.stringMatching(/^"extra" is not an argument/),
      expect.stringMatching(
        /^owner, managementWorkgroup, approvers\[0\], .*accountManagers\[1\] could not be looked up: list public identities: 503 .*try again later/,
      ),
    ]);
    world.simulator.faults.clear();
    expect((await check(sourceInputs())).reasons).toEqual([]);
  });

  it("for wrong credentials is told once, with the name that cannot be looked for either", async () => {
    handler = world.process({ clientSecret: "wrong-secret-of-the-test" }).source;
    const { inputs, reasons } = await check(sourceInputs());
    expect(reasons).toEqual([expect.stringMatching(/could not be looked up: .*401/)]);
    expect(reasons.join()).not.toContain("wrong-secret");
    expect(inputs).toEqual(sourceInputs());
  });
});
