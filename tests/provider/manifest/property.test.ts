/** Whatever set-up a tenant has, it is read into the manifest that says the same. */
import fc from "fast-check";
import { compareManifests } from "../../../provider/manifest/compare";
import { checkDeclared, declareManifest } from "../../../provider/manifest/declare";
import { keysFor } from "../../../provider/manifest/key";
import type { Manifest, ManifestSource } from "../../../provider/manifest/manifest";
import { readManifestText } from "../../../provider/manifest/read-manifest";
import { readTenant } from "../../../provider/manifest/read-tenant";
import { ReferenceMap } from "../../../provider/manifest/reference-map";
import { compareTexts } from "../../../provider/manifest/select";
import { writeManifest } from "../../../provider/manifest/write-manifest";
import { systemAttributes } from "../../../provider/resources/system-attribute";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS, type Store } from "../../../simulator";
import { propertySettings } from "../../property";
import { createWorld, type World } from "../resources/tenant-under-test";
import { text } from "./arbitrary-manifest";

const people = Object.values(DEFAULT_IDENTITIES).map(({ id, email, alias }) => ({
  id,
  ref: { email: email ?? "", alias },
}));
const groups = Object.values(DEFAULT_WORKGROUPS).map(({ id, name }) => ({
  id,
  ref: { governanceGroup: name },
}));
const person = fc.constantFrom(...people);
const members = (maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...people, ...groups), { maxLength, selector: ({ id }) => id });

const attribute = fc.record({
  technicalName: text.filter((name) => !(systemAttributes as readonly string[]).includes(name)),
  label: text,
  helpText: fc.option(fc.oneof(text, fc.constant(""))),
  placeholder: fc.option(fc.oneof(text, fc.constant(""))),
  required: fc.boolean(),
});
const source = fc.record({
  name: text,
  description: text,
  owner: person,
  managementWorkgroup: fc.option(fc.constantFrom(...groups)),
  approvers: members(3),
  accountManagers: members(9),
  attributes: fc.uniqueArray(attribute, {
    maxLength: 5,
    selector: ({ technicalName }) => technicalName,
  }),
});
const setUp = fc.uniqueArray(source, { maxLength: 5, selector: ({ name }) => name });
type SetUp = typeof setUp extends fc.Arbitrary<infer T> ? T : never;

function make(store: Store, sources: SetUp): void {
  for (const { owner, managementWorkgroup, approvers, accountManagers, ...texts } of sources) {
    store.addSource({
      ...texts,
      owner: owner.id,
      managementWorkgroup: managementWorkgroup?.id ?? null,
      approvers: approvers.map(({ id }) => id),
      accountManagers: accountManagers.map(({ id }) => id),
    });
  }
}

/** What the manifest must say: written here by itself, from the set-up. */
function manifestOf(sources: SetUp): Manifest {
  const keys = keysFor(sources.map(({ name }) => name));
  const written = sources.map((one): ManifestSource => {
    const { name, description, owner, managementWorkgroup, approvers, accountManagers } = one;
    const managers = accountManagers.map(({ ref }) => ref);
    const group = managementWorkgroup?.ref.governanceGroup;
    return {
      key: keys.get(name) ?? "",
      name,
      description,
      owner: owner.ref,
      ...(group && { managementWorkgroup: { name: group } }),
      ...(approvers.length > 0 && { approvers: approvers.map(({ ref }) => ref) }),
      // People by alias come before groups by name: all of these aliases are in small letters.
      ...(managers.length > 0 && {
        accountManagers: managers.sort((a, b) => compareTexts(sortText(a), sortText(b))),
      }),
      ...(one.attributes.length > 0 && {
        schemaAttributes: one.attributes
          .map(({ technicalName, label, helpText, placeholder, required }) => ({
            technicalName,
            label,
            ...(required && { required }),
            ...(helpText && { helpText }),
            ...(placeholder && { placeholder }),
          }))
          .sort((a, b) => compareTexts(a.technicalName, b.technicalName)),
      }),
    };
  });
  return { version: 1, sources: written.sort((a, b) => compareTexts(a.key, b.key)) };
}

function sortText(ref: { alias: string } | { governanceGroup: string }): string {
  return "alias" in ref ? `1 ${ref.alias}` : `2 ${ref.governanceGroup}`;
}

describe("the set-up of a tenant", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.simulator.stop());

  it("is read into the manifest that says the same, and can be declared from its text", async () => {
    const property = fc.asyncProperty(setUp, async (sources) => {
      world.clock.advance(100_000);
      world.simulator.reset();
      make(world.simulator.store, sources);
      const { manifest, unresolved, warnings } = await readTenant(
        world.process().tenant,
        world.call,
      );
      expect(manifest).toStrictEqual(manifestOf(sources));
      expect([unresolved, warnings]).toEqual([[], []]);
      const back = readManifestText(writeManifest(manifest, "yaml"), "it");
      expect(compareManifests(manifest, back)).toEqual([]);
      expect(back).toStrictEqual(manifest);
      const declared = declareManifest(back, new ReferenceMap(undefined, undefined));
      await checkDeclared(world.process().tenant, world.call, declared, "it");
    });
    await fc.assert(property, propertySettings(30));
  });
});
