/** Two resources of one run that want the same object, and objects that are not what a declaration can have. */
import { UNKNOWN } from "../../../provider/resources/handler";
import {
  attributeInputs,
  createWorld,
  make,
  refusals,
  sourceInputs,
  type World,
} from "./tenant-under-test";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

describe("an object that a resource of this run has", () => {
  it("is not taken over by a second new source of the same name", async () => {
    const { source } = world.process({ adoptExisting: "always" });
    const first = await source.check(world.call, { news: sourceInputs(), oldInputs: {} });
    const news = sourceInputs({ description: "Other" });
    const second = await source.check(world.call, { news, oldInputs: {} });
    const { id } = await source.create(world.call, { inputs: first.inputs });
    await expect(source.create(world.call, { inputs: second.inputs })).rejects.toThrow(
      /belongs to another resource of this program already/,
    );
    expect(world.simulator.store.source(id)?.description).toBe("External staff of the plants");
  });

  it("is not taken over by a second new attribute, even if it is equal", async () => {
    const { source, attribute } = world.process();
    const { id: sourceId } = await make(source, world.call, sourceInputs());
    await make(attribute, world.call, attributeInputs(sourceId));
    await expect(make(attribute, world.call, attributeInputs(sourceId))).rejects.toThrow(
      /belongs to another resource of this program already/,
    );
  });

  it.each(["the new resource first", "the rename first"])(
    "cannot be renamed and taken over in one run: %s",
    async (order) => {
      const { id, state } = await make(world.process().source, world.call, sourceInputs());
      const { source } = world.process({ adoptExisting: "always" });
      const rename = async () => {
        const news = sourceInputs({ name: "Contractors EU" });
        const { inputs } = await source.check(world.call, { news, oldInputs: sourceInputs() });
        await source.diff(world.call, { id, state, news: inputs });
      };
      const declare = () => refusals(source, world.call, sourceInputs({ description: "New" }));
      if (order === "the rename first") {
        await rename();
        expect(await declare()).toEqual([
          expect.stringContaining("gets another name from another resource in this run"),
        ]);
      } else {
        expect(await declare()).toEqual([]);
        await expect(rename()).rejects.toThrow(/cannot get another name in this run/);
      }
      expect(world.simulator.store.source(id)?.name).toBe("Contractors");
    },
  );
});

describe("two resources that want one object at the same time", () => {
  it("leave it to the new one when the old one is deleted meanwhile", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    const old = await make(world.process().attribute, world.call, attributeInputs(sourceId));
    const { attribute } = world.process();
    const { inputs } = await attribute.check(world.call, {
      news: attributeInputs(sourceId),
      oldInputs: {},
    });
    const [created] = await Promise.all([
      attribute.create(world.call, { inputs }),
      attribute.delete(world.call, old),
    ]);
    expect(created.id).toBe(old.id);
    expect(world.simulator.store.customAttributesOf(sourceId)).toHaveLength(1);
    expect(world.messages.join()).toContain("was not deleted");
  });

  it("get it once when the answer to the first create is lost", async () => {
    const { source } = world.process({ adoptExisting: "identical" });
    const first = await source.check(world.call, { news: sourceInputs(), oldInputs: {} });
    const second = await source.check(world.call, { news: sourceInputs(), oldInputs: {} });
    world.simulator.faults.add({
      method: "POST",
      template: "/non-employee-sources",
      drop: "after",
    });
    const outcomes = await Promise.allSettled(
      [first, second].map(({ inputs }) => source.create(world.call, { inputs })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { message: expect.stringContaining("belongs to another resource") },
    });
    expect(world.simulator.store.sources()).toHaveLength(1);
  });

  it("are refused when the state has an entry for each", async () => {
    const { id, state } = await make(world.process().source, world.call, sourceInputs());
    const { source } = world.process();
    const oldInputs = sourceInputs();
    const declare = async (news: ReturnType<typeof sourceInputs>) => {
      const { inputs } = await source.check(world.call, { news, oldInputs });
      return await source.diff(world.call, { id, state, news: inputs });
    };
    await declare(sourceInputs());
    await expect(declare(sourceInputs({ description: "Other" }))).rejects.toThrow(
      /The state has an entry for each; a resource that leaves the program only leaves the state/,
    );
  });
});

describe("an existing object and values that are not known yet", () => {
  it("is left to the up, which knows them", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    const { source, attribute } = world.process({ adoptExisting: "identical" });
    const news = sourceInputs({ managementWorkgroup: { id: UNKNOWN } });
    expect(await refusals(source, world.call, news)).toEqual([]);
    await make(attribute, world.call, attributeInputs(sourceId));
    const unknownText = attributeInputs(sourceId, { helpText: UNKNOWN });
    expect(await refusals(world.process().attribute, world.call, unknownText)).toEqual([]);
  });
});

describe("an existing attribute of another type", () => {
  it("is refused even under always, since a type cannot be changed", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    world.simulator.store.addAttribute(sourceId, {
      technicalName: "costCenter",
      label: "Cost center",
      type: "DATE",
    });
    const { attribute } = world.process({ adoptExisting: "always" });
    expect(await refusals(attribute, world.call, attributeInputs(sourceId))).toEqual([
      expect.stringMatching(/exists already .* and its type cannot be changed/),
    ]);
  });
});

describe("what is gone", () => {
  it("is deleted, for an attribute that somebody deleted by hand", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    const { id, state } = await make(
      world.process().attribute,
      world.call,
      attributeInputs(sourceId),
    );
    for (const { id: stored } of world.simulator.store.customAttributesOf(sourceId)) {
      world.simulator.store.deleteAttribute(stored);
    }
    await world.process().attribute.delete(world.call, { id, state });
  });

  it("is not concluded from attribute answers alone, when the source is listed", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    const made = await make(world.process().attribute, world.call, attributeInputs(sourceId));
    world.simulator.faults.add({ method: "GET", path: /schema-attributes/, status: 404, times: 9 });
    const { attribute } = world.process();
    await expect(attribute.read(world.call, { ...made, lookup: false })).rejects.toThrow(
      /lists the source .* but says that its attributes are not found/,
    );
  });

  it("is not concluded when every answer is 404, as behind a wrong path", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    const made = await make(world.process().attribute, world.call, attributeInputs(sourceId));
    world.simulator.faults.add({ method: "GET", status: 404, times: 99 });
    const { attribute } = world.process();
    await expect(attribute.read(world.call, { ...made, lookup: false })).rejects.toThrow(/404/);
  });

  it("is said of a source whose owner is changed after somebody deleted it", async () => {
    const { source } = world.process();
    const { id, state } = await make(source, world.call, sourceInputs());
    world.simulator.store.deleteSource(id);
    const news = sourceInputs({ owner: { id: "2c9180858082150f0180893dbaf44201" } });
    const update = world.process().source.update(world.call, { id, state, news });
    await expect(update).rejects.toThrow(/is gone from the tenant: somebody deleted it\. Run/);
    await expect(update).rejects.not.toThrow(/keeps its owner/);
  });

  it("is not said of a source whose approver does not exist", async () => {
    const { source } = world.process();
    const { id, state } = await make(source, world.call, sourceInputs());
    const news = sourceInputs({ approvers: [{ id: "2c918085000000000000000000000000" }] });
    const update = source.update(world.call, { id, state, news });
    await expect(update).rejects.toThrow(/400\.1\.404/);
    await expect(update).rejects.not.toThrow(/is gone from the tenant/);
  });
});

describe("a replacement that is only possible", () => {
  it("does not set off the records guard at preview", async () => {
    const { id: sourceId } = await make(world.process().source, world.call, sourceInputs());
    const { id, state } = await make(
      world.process().attribute,
      world.call,
      attributeInputs(sourceId),
    );
    world.simulator.store.addRecord(sourceId);
    const { attribute } = world.process();
    const news = attributeInputs(sourceId, { sourceId: UNKNOWN });
    const { inputs } = await attribute.check(world.call, {
      news,
      oldInputs: attributeInputs(sourceId),
    });
    const { changes } = await attribute.diff(world.call, { id, state, news: inputs });
    expect(changes).toEqual([{ path: "sourceId", kind: "update", replace: true }]);
  });
});

describe("a name that differs by upper and lower case alone", () => {
  it("is explained at once", async () => {
    await make(world.process().source, world.call, sourceInputs());
    const started = world.clock.now();
    const news = sourceInputs({ name: "CONTRACTORS" });
    await expect(make(world.process().source, world.call, news)).rejects.toThrow(
      /there is the source "Contractors", id 2c91/,
    );
    expect(world.clock.now() - started).toBeLessThan(1000);
  });
});
