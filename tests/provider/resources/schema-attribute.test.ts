import { UNKNOWN } from "../../../provider/resources/handler";
import {
  attributeInputs,
  createWorld,
  make,
  refusals,
  sourceInputs,
  type World,
} from "./tenant-under-test";

const attributes = "/non-employee-sources/{sourceId}/schema-attributes";
const oneAttribute = `${attributes}/{attributeId}`;

describe("SchemaAttribute", () => {
  let world: World;
  let sourceId: string;
  beforeEach(async () => {
    world = await createWorld();
    sourceId = (await make(world.process().source, world.call, sourceInputs())).id;
    world.calls();
  });
  afterEach(() => world.simulator.stop());

  it("lives: create, read, no diff, change, delete, gone", async () => {
    const { call, simulator } = world;
    const { attribute } = world.process();
    const { id, state } = await make(attribute, call, attributeInputs(sourceId));
    // The second list counts the records: the attribute is required.
    expect(world.calls()).toEqual([
      `GET ${attributes}`,
      "GET /non-employee-sources",
      `POST ${attributes}`,
    ]);
    const [stored] = simulator.store.customAttributesOf(sourceId);
    expect(id).toBe(`${sourceId}/${stored?.id}`);
    expect(stored).toMatchObject({ technicalName: "costCenter", required: true });

    const news = attributeInputs(sourceId);
    const found = await world.process().attribute.read(call, { id, state, lookup: false });
    expect(found).toEqual({ id, state, inputs: news });
    expect((await attribute.diff(call, { id, state, news })).changes).toEqual([]);

    const updated = await attribute.update(call, {
      id,
      state,
      news: attributeInputs(sourceId, { label: "Kostenstelle", helpText: undefined }),
    });
    expect(updated.state).toMatchObject({ label: "Kostenstelle" });
    expect(simulator.store.customAttributesOf(sourceId)).toMatchObject([{ label: "Kostenstelle" }]);

    const later = world.process().attribute;
    await later.delete(call, { id, state });
    expect(simulator.store.customAttributesOf(sourceId)).toEqual([]);
    expect(simulator.store.attributesOf(sourceId)).toHaveLength(8);
    expect(await later.read(call, { id, state, lookup: false })).toBeUndefined();
  });

  it.each([
    ["label", { label: "New" }],
    ["helpText", { helpText: undefined }],
    ["helpText", { helpText: "New" }],
    ["placeholder", { placeholder: "" }],
    ["required", { required: false }],
  ])("patches %s alone when it alone differs", async (field, change) => {
    const { call, simulator } = world;
    const { attribute } = world.process();
    const { id, state } = await make(attribute, call, attributeInputs(sourceId));
    const news = attributeInputs(sourceId, change);
    const { changes } = await attribute.diff(call, { id, state, news });
    expect(changes.map(({ path }) => path)).toEqual([field]);
    const updated = await attribute.update(call, { id, state, news });
    const patches = simulator.requests.filter(({ method }) => method === "PATCH");
    expect(patches).toMatchObject([{ template: oneAttribute, body: [{ path: `/${field}` }] }]);
    const found = await world
      .process()
      .attribute.read(call, { id, state: updated.state, lookup: false });
    expect((await attribute.diff(call, { id, state: found?.state ?? {}, news })).changes).toEqual(
      [],
    );
  });

  it.each([
    ["technicalName", "badge"],
    ["sourceId", "2c91808568c529c60168cca6f90c9999"],
    ["sourceId", UNKNOWN],
  ])("replaces, deleting first, when %s becomes %s", async (field, value) => {
    const { call } = world;
    const { attribute } = world.process();
    const { id, state } = await make(attribute, call, attributeInputs(sourceId));
    const news = attributeInputs(sourceId, { [field]: value });
    expect(await attribute.diff(call, { id, state, news })).toEqual({
      changes: [{ path: field, kind: "update", replace: true }],
      deleteBeforeReplace: true,
    });
  });

  it("takes null, an empty string and nothing for the same text", async () => {
    const { call } = world;
    const { attribute } = world.process();
    const plain = attributeInputs(sourceId, { helpText: undefined, placeholder: "" });
    const { id, state } = await make(attribute, call, plain);
    for (const helpText of [null, "", undefined]) {
      const news = attributeInputs(sourceId, { helpText, placeholder: undefined });
      expect((await attribute.diff(call, { id, state, news })).changes).toEqual([]);
    }
  });

  it("reports a list that hides a live attribute as an error, not as gone", async () => {
    const { call, simulator } = world;
    const { id, state } = await make(world.process().attribute, call, attributeInputs(sourceId));
    simulator.faults.add({ method: "GET", template: attributes, status: 200, body: [] });
    const read = world.process().attribute.read(call, { id, state, lookup: false });
    await expect(read).rejects.toThrow(/the list is not complete/);
  });

  it.each(["404", "400.1.404"] as const)("is gone when the source is gone (%s)", async (form) => {
    const { call, simulator } = world;
    const { id, state } = await make(world.process().attribute, call, attributeInputs(sourceId));
    simulator.behaviour.missingObject = form;
    simulator.store.deleteSource(sourceId);
    const { attribute } = world.process();
    expect(await attribute.read(call, { id, state, lookup: false })).toBeUndefined();
    await attribute.delete(call, { id, state });
  });

  it("refuses the eleventh custom attribute with the way out", async () => {
    const { call, simulator } = world;
    for (let index = 0; index < 10; index += 1) {
      simulator.store.addAttribute(sourceId, { technicalName: `a${index}`, label: "A" });
    }
    await expect(make(world.process().attribute, call, attributeInputs(sourceId))).rejects.toThrow(
      /400\.1\.4 Limit violation.*remove in one `pulumi up` and add in the next/s,
    );
  });

  it("names the accepted form of a wrong id", async () => {
    const { attribute } = world.process();
    await expect(
      attribute.read(world.call, { id: "badge", state: {}, lookup: true }),
    ).rejects.toThrow("must be in the form <sourceId>/<attributeId>");
  });

  it.each([
    [{ label: undefined }, ["label is required; give the label that people see"]],
    [{ technicalName: "" }, [expect.stringContaining("technicalName must be")]],
    [{ type: "DATE" }, [expect.stringMatching(/^type "DATE" is not possible: .* leave type out/)]],
    [{ required: "yes" }, ["required must be true or false, got a string"]],
    [{ helptext: "x" }, [expect.stringContaining('did you mean "helpText"?')]],
    [{ sourceId: "a/b" }, ['sourceId must be a sourceId, without "/"']],
    [
      { sourceId: "a0303682-5e4a-44f7-bdc2-6ce6112549c1" },
      [expect.stringContaining("this is a UUID, such as its nonEmployeeSourceId")],
    ],
    [
      { sourceId: "2c91" },
      [expect.stringContaining('sourceId "2c91" is not a non-employee source')],
    ],
    [
      { technicalName: "firstName" },
      [expect.stringContaining('"firstName" is a system attribute')],
    ],
  ])("refuses %j at preview", async (change, expected) => {
    const { attribute } = world.process();
    const news = attributeInputs(sourceId, change);
    expect(await refusals(attribute, world.call, news)).toEqual(expected);
    expect(world.calls().filter((entry) => !entry.startsWith("GET"))).toEqual([]);
  });

  it("accepts unknown values in a preview", async () => {
    const { attribute } = world.process();
    const news = { sourceId: UNKNOWN, technicalName: UNKNOWN, label: UNKNOWN, required: UNKNOWN };
    expect(await refusals(attribute, world.call, news)).toEqual([]);
  });

  it("refuses to change what somebody deleted, and says how to make it again", async () => {
    const { call, simulator } = world;
    const { attribute } = world.process();
    const { id, state } = await make(attribute, call, attributeInputs(sourceId));
    const [stored] = simulator.store.customAttributesOf(sourceId);
    simulator.store.deleteAttribute(stored?.id ?? "");
    const news = attributeInputs(sourceId, { label: "Other" });
    const update = world.process().attribute.update(call, { id, state, news });
    await expect(update).rejects.toThrow(/is gone from the tenant.*pulumi up --refresh/);
  });

  it("makes an attribute anew under its name when its type was changed by hand", async () => {
    const { call, simulator } = world;
    const { attribute } = world.process();
    const news = attributeInputs(sourceId);
    const { id, state } = await make(attribute, call, news);
    const [stored] = simulator.store.customAttributesOf(sourceId);
    simulator.store.editAttribute(stored?.id ?? "", { type: "DATE" });
    const found = await world.process().attribute.read(call, { id, state, lookup: false });
    const later = world.process().attribute;
    await later.check(call, { news, oldInputs: found?.inputs ?? {} });
    const request = { id, state: found?.state ?? {}, news };
    expect(await later.diff(call, request)).toMatchObject({ deleteBeforeReplace: true });
    // The engine checks it like something new, before it deletes the old one.
    expect(await refusals(later, call, news)).toEqual([]);
    await later.delete(call, request);
    await later.create(call, { inputs: news });
    expect(simulator.store.customAttributesOf(sourceId)).toMatchObject([{ type: "TEXT" }]);
    // What is not replaced is refused as before.
    const [made] = simulator.store.customAttributesOf(sourceId);
    simulator.store.editAttribute(made?.id ?? "", { type: "DATE" });
    expect(await refusals(world.process().attribute, call, news)).toEqual([
      expect.stringContaining("its type cannot be changed"),
    ]);
  });
});
