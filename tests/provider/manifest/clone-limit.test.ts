/** A clone that the target has no room for, or that its rules make impossible: told with numbers, and nothing is orphaned. */
import type { ManifestAttribute } from "../../../provider/manifest/manifest";
import type { Resource } from "../resources/engine-model";
import { createWorld, type World } from "../resources/tenant-under-test";
import {
  expectNoChange,
  exported,
  inOrder,
  programOf,
  reasonsOf,
  settle,
  stackOf,
} from "./clone-under-test";
import { emptySeed, people } from "./counterpart";

const ada = people[0]?.id ?? { from: "", to: "" };
const ref = people[0]?.ref.from ?? {};
const { maxSources, maxAttributes } = { maxSources: 50, maxAttributes: 10 };

function manifestOf(...sources: { name: string; schemaAttributes?: ManifestAttribute[] }[]) {
  return {
    version: 1 as const,
    sources: sources.map((source) => ({
      key: source.name.toLowerCase(),
      description: "Made by the clone",
      owner: ref,
      ...source,
    })),
  };
}

const attributes = (...names: string[]) =>
  names.map((technicalName) => ({ technicalName, label: technicalName }));

describe("a tenant at its limits", () => {
  let to: World;
  beforeEach(async () => {
    to = await createWorld({ seed: emptySeed("to") });
  });
  afterEach(() => to.simulator.stop());
  const store = () => to.simulator.store;
  const addOther = (number: number) =>
    store().addSource({ name: `Other ${number}`, description: "Of others", owner: ada.to });
  const isThere = (name: string) => store().sourceByName(name) !== undefined;
  const warnings = () => to.messages.splice(0).filter((text) => text.startsWith("warning: "));

  it("with 48 sources takes two of three, and the third once there is room", async () => {
    const others = Array.from({ length: 48 }, (_, index) => addOther(index));
    const manifest = manifestOf(
      { name: "First", schemaAttributes: attributes("badge") },
      { name: "Second", schemaAttributes: attributes("badge", "host") },
      { name: "Third", schemaAttributes: attributes("badge") },
    );
    const stack = stackOf(to);
    const program = await programOf(to, manifest);
    await stack.preview(program);
    expect(warnings()).toEqual([
      `warning: with this program the tenant ${to.simulator.url} has 49 non-employee sources of at most ${maxSources}`,
      `warning: with this program the tenant ${to.simulator.url} has 51 non-employee sources, and the limit is ${maxSources}: the tenant may refuse it. If this run also removes some: remove in one \`pulumi up\` and add in the next`,
    ]);
    const reasons = await reasonsOf(stack.up(program));
    // They go in parallel: whichever comes last is refused.
    const [missing, ...made] = ["First", "Second", "Third"].sort(
      (a, b) => Number(isThere(a)) - Number(isThere(b)),
    );
    expect(reasons).toEqual([sourceRefusal(missing ?? "")]);
    expect(made.every(isThere)).toBe(true);
    const ids = made.map((name) => stack.entry(name.toLowerCase()).id);
    expect(ids).toEqual(made.map((name) => store().sourceByName(name)?.sourceId));
    expect(stack.names().some((name) => name.startsWith(`${missing?.toLowerCase()}`))).toBe(false);
    // Nothing has changed, so the same run says the same and makes no second one.
    settle(to);
    expect(await reasonsOf(stack.up(program))).toEqual(reasons);
    expect(store().sources()).toHaveLength(maxSources);
    store().deleteSource(others[0]?.sourceId ?? "");
    settle(to);
    await stack.up(program);
    expect(made.map((name) => stack.entry(name.toLowerCase()).id)).toEqual(ids);
    const own = (await exported(to)).sources.filter(({ name }) => !name.startsWith("Other"));
    expect(own).toEqual(ownOf(manifest));
    await expectNoChange(to, stack, program);
  });

  it("that is full takes nothing, and everything once there is room", async () => {
    const others = Array.from({ length: maxSources }, (_, index) => addOther(index));
    const manifest = manifestOf({ name: "First", schemaAttributes: attributes("badge") });
    const stack = stackOf(to);
    const program = await programOf(to, manifest);
    expect(await reasonsOf(stack.up(program))).toEqual([sourceRefusal("First")]);
    expect(stack.names()).toEqual([]);
    expect(
      store()
        .sources()
        .map(({ name }) => name),
    ).toEqual(others.map(({ name }) => name));
    store().deleteSource(others[0]?.sourceId ?? "");
    settle(to);
    await stack.up(program);
    await expectNoChange(to, stack, program);
  });

  it("changes one source for another in two runs, as the message says", async () => {
    for (let number = 1; number < maxSources; number += 1) addOther(number);
    const stack = stackOf(to);
    await stack.up(await programOf(to, manifestOf({ name: "Old" })));
    const program = await programOf(to, manifestOf({ name: "New" }));
    expect(await reasonsOf(stack.up(program))).toEqual([sourceRefusal("New")]);
    // The engine deletes nothing in a run that has failed.
    expect(stack.names()).toEqual(["old"]);
    settle(to);
    await stack.up([]);
    settle(to);
    expect(await stack.up(program)).toEqual(["create new"]);
    await expectNoChange(to, stack, program);
  });

  it("has a source with attributes of others: those that fit are made, and the others once there is room", async () => {
    const stack = stackOf(to);
    await stack.up(await programOf(to, manifestOf({ name: "Plant" })));
    const { id } = stack.entry("plant");
    const others = Array.from({ length: 9 }, (_, index) =>
      store().addAttribute(id, { technicalName: `other${index}`, label: "Of others" }),
    );
    settle(to);
    const schemaAttributes = attributes("badge", "contract", "host");
    const manifest = manifestOf({ name: "Plant", schemaAttributes });
    const program = await programOf(to, manifest);
    to.messages.splice(0);
    await stack.preview(program);
    expect(warnings()).toEqual([
      `warning: with this program source ${id} has 10 custom attributes of at most ${maxAttributes}`,
      `warning: with this program source ${id} has 11 custom attributes, and the limit is ${maxAttributes}: the tenant may refuse it. If this run also removes some: remove in one \`pulumi up\` and add in the next`,
    ]);
    const refused = ["contract", "host"].map((name) => attributeRefusal(name, id));
    expect((await reasonsOf(stack.up(program))).sort()).toEqual(refused);
    expect(stack.names()).toEqual(["plant", "plant/badge"]);
    for (const other of others) store().deleteAttribute(other.id);
    settle(to);
    expect(await stack.up(program)).toEqual(["create plant/contract", "create plant/host"]);
    expect(inOrder(await exported(to))).toEqual(ownOf(manifest, true));
    await expectNoChange(to, stack, program);
  });

  /** What an export says of it. */
  function ownOf(manifest: ReturnType<typeof manifestOf>): (typeof manifest)["sources"];
  function ownOf(manifest: ReturnType<typeof manifestOf>, isWhole: true): typeof manifest;
  function ownOf(manifest: ReturnType<typeof manifestOf>, isWhole = false) {
    const sources = manifest.sources.map((source) => ({
      ...source,
      owner: people[0]?.ref.to ?? {},
    }));
    return isWhole ? { ...manifest, sources } : sources;
  }
});

function sourceRefusal(name: string): string {
  return (
    `create source "${name}": 400 400.1.4 Limit violation: At most ${maxSources} non-employee sources are allowed. - ` +
    "a limit of the tenant is reached: remove what is not needed first, then try again. " +
    "If the same run also removes some sources: remove in one `pulumi up` and add in the next."
  );
}

function attributeRefusal(name: string, id: string): string {
  return (
    `create schema attribute "${name}" of source ${id}: ` +
    `400 400.1.4 Limit violation: At most ${maxAttributes} custom attributes are allowed for a source. - ` +
    "a limit of the tenant is reached: remove what is not needed first, then try again. " +
    "If the same run also removes some custom attributes of the source: remove in one `pulumi up` and add in the next."
  );
}

describe("a clone that the target's rules make impossible", () => {
  let from: World;
  let to: World;
  let program: Resource[];
  const start = async (sources: readonly object[], behaviour: object) => {
    from = await createWorld({ seed: emptySeed("from"), behaviour: { nameCase: "sensitive" } });
    to = await createWorld({ seed: emptySeed("to"), behaviour });
    for (const source of sources) {
      const common = { name: "Plant", description: "P", owner: ada.from };
      from.simulator.store.addSource({ ...common, ...source });
    }
    program = await programOf(to, await exported(from));
    return stackOf(to);
  };
  afterEach(async () => {
    await from.simulator.stop();
    await to.simulator.stop();
  });

  it("is told of names that differ by case alone, and one of the two is made", async () => {
    const stack = await start([{ name: "Plant" }, { name: "PLANT" }], {});
    const reasons = await reasonsOf(stack.up(program));
    const [made, ...others] = to.simulator.store.sources();
    expect(others).toEqual([]);
    const other = made?.name === "Plant" ? "PLANT" : "Plant";
    expect(reasons).toEqual([
      `create source "${other}": 400 400.1.409 Reference conflict: The name "${other}" is already being used. - ` +
        "choose another name, or adopt the object that has it. " +
        `Names do not differ by upper and lower case, and there is the source "${made?.name}", id ${made?.sourceId}: ` +
        "write its name as it is to take it over, or choose another name.",
    ]);
    expect(stack.names()).toHaveLength(1);
  });

  it("is told of a technicalName with a dot, at preview already, and the rest is made", async () => {
    const names = attributes("cost.center", "badge");
    const stack = await start([{ attributes: names }], { technicalNames: "noDots" });
    await stack.preview(program);
    expect(to.messages).toEqual([
      'warning: attribute "cost.center": a technicalName with a dot is refused by some parts of the product; prefer one of letters and digits',
    ]);
    const reasons = await reasonsOf(stack.up(program));
    expect(stack.names()).toEqual(["plant", "plant/badge"]);
    expect(reasons).toEqual([
      `create schema attribute "cost.center" of source ${stack.entry("plant").id}: 400 400.1.3 Illegal value: technicalName must not have a dot; - correct the request and try again`,
    ]);
    to.simulator.behaviour.technicalNames = "any";
    settle(to);
    expect(await stack.up(program)).toEqual(["create plant/cost.center"]);
    await expectNoChange(to, stack, program);
  });

  it("is told of a name that a source of another kind has, and is made when that is gone", async () => {
    const stack = await start([{}], {});
    const other = to.simulator.store.addGenericSource({ name: "Plant", owner: ada.to });
    expect(await reasonsOf(stack.up(program))).toEqual([
      'create source "Plant": 400 400.1.409 Reference conflict: The name "Plant" is already being used. - ' +
        "choose another name, or adopt the object that has it. " +
        "No non-employee source of that name is listed, and two minutes of waiting did not free it. " +
        "A source of another kind may have it, or one that is still being deleted: choose another name, or run `pulumi up` again later.",
    ]);
    expect(stack.names()).toEqual([]);
    to.simulator.store.editGenericSource(other.id, { name: "Another" });
    settle(to);
    expect(await stack.up(program)).toEqual(["create plant"]);
    await expectNoChange(to, stack, program);
  });
});
