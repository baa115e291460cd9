/** Whatever a manifest says, and whatever a tenant has, another tenant becomes the same: with its own people and groups. */
import fc from "fast-check";
import { keysFor } from "../../../provider/manifest/key";
import type {
  Manifest,
  ManifestGroupRef,
  ManifestIdentityRef,
  ManifestMemberRef,
  ManifestSource,
} from "../../../provider/manifest/manifest";
import { manifestFormats } from "../../../provider/manifest/write-manifest";
import { systemAttributes } from "../../../provider/resources/system-attribute";
import { propertySettings } from "../../property";
import { createWorld, type World } from "../resources/tenant-under-test";
import { text } from "./arbitrary-manifest";
import {
  expectNoChange,
  expectNoForeignIds,
  exported,
  inOrder,
  programOf,
  settle,
  stackOf,
} from "./clone-under-test";
import { asMember, type Counterpart, emptySeed, groups, people, type Side } from "./counterpart";

/** A person or group, and the form in which a manifest names it. */
interface Named<Ref> {
  who: Counterpart<Ref>;
  form: Ref;
}

const named = <Ref>(all: readonly Counterpart<Ref>[]): fc.Arbitrary<Named<Ref>> =>
  fc
    .constantFrom(...all)
    .chain((who) =>
      fc.constantFrom(who.ref.from, ...who.otherForms).map((form) => ({ who, form })),
    );
const person = named<ManifestIdentityRef>(people);
const group = named<ManifestGroupRef>(groups);
const groupMember = named<ManifestMemberRef>(
  groups.map((who) => ({
    ...who,
    ref: { from: asMember(who.ref.from), to: asMember(who.ref.to) },
    otherForms: who.otherForms.map(asMember),
  })),
);
const members = (maxLength: number) =>
  fc.uniqueArray(fc.oneof<fc.Arbitrary<Named<ManifestMemberRef>>[]>(person, groupMember), {
    maxLength,
    selector: ({ who }) => who.id.to,
  });

const isSystemName = (name: string) =>
  [...systemAttributes].some((system) => system.toLowerCase() === name.toLowerCase());
const attribute = fc.record({
  technicalName: text.filter((name) => !isSystemName(name)),
  label: text,
  helpText: fc.option(text, { nil: undefined }),
  placeholder: fc.option(text, { nil: undefined }),
  required: fc.boolean(),
});
const source = fc.record({
  key: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
  name: text,
  description: text,
  owner: person,
  managementWorkgroup: fc.option(group),
  approvers: members(3),
  accountManagers: members(10),
  attributes: fc.uniqueArray(attribute, {
    maxLength: 4,
    selector: ({ technicalName }) => technicalName.toLowerCase(),
  }),
});
const setUp = fc.uniqueArray(source, {
  maxLength: 4,
  selector: ({ name }) => name.toLowerCase(),
});
type SetUp = typeof setUp extends fc.Arbitrary<infer T> ? T : never;

/** What the manifest of a set-up says; as it is written, or as an export of one of the tenants names people and groups. */
function manifestOf(sources: SetUp, side: Side | "written", keys: readonly string[]): Manifest {
  const shown = <Ref>({ who, form }: Named<Ref>): Ref =>
    side === "written" ? form : who.ref[side];
  return inOrder({
    version: 1,
    sources: sources.map((one, index): ManifestSource => {
      const { managementWorkgroup, approvers, accountManagers, attributes } = one;
      return {
        key: keys[index] ?? "",
        name: one.name,
        description: one.description,
        owner: shown(one.owner),
        ...(managementWorkgroup && { managementWorkgroup: shown(managementWorkgroup) }),
        ...(approvers.length > 0 && { approvers: approvers.map(shown) }),
        ...(accountManagers.length > 0 && { accountManagers: accountManagers.map(shown) }),
        ...(attributes.length > 0 && {
          schemaAttributes: attributes
            .map(({ technicalName, label, required, helpText, placeholder }) => ({
              technicalName,
              label,
              ...(required && { required }),
              ...(helpText !== undefined && { helpText }),
              ...(placeholder !== undefined && { placeholder }),
            }))
            .sort((a, b) => (a.technicalName < b.technicalName ? -1 : 1)),
        }),
      };
    }),
  });
}

/** Keys as somebody gives them; the later of two that are the same gets a number. */
function ownKeys(sources: SetUp): string[] {
  return sources.map(({ key }, index) =>
    sources.findIndex((other) => other.key === key) === index ? key : `${key}.${index}`,
  );
}

function make({ simulator }: World, sources: SetUp): void {
  for (const { key: _, owner, managementWorkgroup, ...one } of sources) {
    simulator.store.addSource({
      ...one,
      owner: owner.who.id.from,
      managementWorkgroup: managementWorkgroup?.who.id.from ?? null,
      approvers: one.approvers.map(({ who }) => who.id.from),
      accountManagers: one.accountManagers.map(({ who }) => who.id.from),
      attributes: one.attributes.map(({ helpText = null, placeholder = "", ...rest }) => ({
        ...rest,
        helpText,
        placeholder,
      })),
    });
  }
}

describe("a tenant and its clone", () => {
  let from: World;
  let to: World;
  beforeAll(async () => {
    const limits = { nameLength: 100_000, textLength: 100_000 };
    from = await createWorld({ seed: emptySeed("from"), limits });
    to = await createWorld({ seed: emptySeed("to"), limits });
  });
  afterAll(async () => {
    await from.simulator.stop();
    await to.simulator.stop();
  });
  const restart = () => {
    for (const { clock, simulator } of [from, to]) {
      clock.advance(100_000);
      simulator.reset();
    }
  };

  /** The second tenant becomes what the manifest says, stays so, and is read as it must be. */
  async function expectClone(manifest: Manifest, expected: Manifest): Promise<void> {
    const format = manifestFormats[manifest.sources.length % manifestFormats.length];
    const program = await programOf(to, manifest, format);
    const stack = stackOf(to);
    const announced = await stack.preview(program);
    expect(to.simulator.store.sources()).toEqual([]);
    settle(to);
    expect(await stack.up(program)).toEqual(announced);
    settle(to);
    expect(inOrder(await exported(to, manifest))).toStrictEqual(expected);
    await expectNoChange(to, stack, program);
    expectNoForeignIds(to);
  }

  it("are the same for every manifest that somebody writes", async () => {
    const property = fc.asyncProperty(setUp, async (sources) => {
      restart();
      const keys = ownKeys(sources);
      await expectClone(manifestOf(sources, "written", keys), manifestOf(sources, "to", keys));
    });
    await fc.assert(property, propertySettings(30));
  }, 600_000);

  it("are the same for every tenant that is exported", async () => {
    const property = fc.asyncProperty(setUp, async (sources) => {
      restart();
      make(from, sources);
      const byName = keysFor(sources.map(({ name }) => name));
      const keys = sources.map(({ name }) => byName.get(name) ?? "");
      const manifest = await exported(from);
      expect(inOrder(manifest)).toStrictEqual(manifestOf(sources, "from", keys));
      await expectClone(manifest, manifestOf(sources, "to", keys));
    });
    await fc.assert(property, propertySettings(30));
  }, 600_000);

  it("are the same for everybody in every place", async () => {
    restart();
    const asNamed = <Ref>(who: Counterpart<Ref>): Named<Ref> => ({ who, form: who.ref.from });
    const everybody: Named<ManifestMemberRef>[] = [
      ...people.map(asNamed),
      ...groups.map((who) =>
        asNamed({
          ...who,
          ref: { from: asMember(who.ref.from), to: asMember(who.ref.to) },
          otherForms: [],
        }),
      ),
    ];
    const sources = people.map((who, index) => ({
      key: `place-${index}`,
      name: `Place ${index}`,
      description: who.title,
      owner: asNamed(who),
      managementWorkgroup:
        groups.filter((_, place) => place === index % groups.length).map(asNamed)[0] ?? null,
      approvers: [0, 1, 2].flatMap(
        (step) => everybody[(index + step * 5) % everybody.length] ?? [],
      ),
      accountManagers: everybody.slice(index, index + 10),
      attributes: [],
    }));
    make(from, sources);
    const keys = sources.map(({ key }) => key);
    await expectClone(await exported(from), manifestOf(sources, "to", keys));
  });
});
