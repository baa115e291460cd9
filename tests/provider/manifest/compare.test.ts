/** What differs between two manifests. */
import fc from "fast-check";
import { compareManifests, type Difference } from "../../../provider/manifest/compare";
import type {
  Manifest,
  ManifestMemberRef,
  ManifestSource,
} from "../../../provider/manifest/manifest";
import { propertySettings } from "../../property";
import { manifest } from "./arbitrary-manifest";

const badge = { technicalName: "badge", label: "Badge" };
const plant: ManifestSource = {
  key: "plant",
  name: "Plant",
  description: "Staff",
  owner: { email: "ada@example.com", alias: "ada" },
};
const of = (...sources: ManifestSource[]): Manifest => ({ version: 1, sources });
/** The differences of one source, from one state of it to another. */
const between = (from: Partial<ManifestSource>, to: Partial<ManifestSource>) =>
  compareManifests(of({ ...plant, ...from }), of({ ...plant, ...to }));
const change = (property: string, values: object): Difference => ({
  change: "changed",
  source: "plant",
  property,
  ...values,
});

describe("the differences of two manifests", () => {
  it("are none where there are none", () => {
    expect(compareManifests(of(), of())).toEqual([]);
    expect(between({}, {})).toEqual([]);
    const other = { ...plant, key: "other" };
    expect(compareManifests(of(plant, other), of(other, plant))).toEqual([]);
  });

  it("are whole sources that one of the two has, by key", () => {
    const b = { ...plant, key: "b" };
    const c = { ...plant, key: "c" };
    expect(compareManifests(of(c, plant), of(plant, b))).toStrictEqual([
      { change: "added", source: "b", to: b },
      { change: "removed", source: "c", from: c },
    ]);
  });

  it("are the changed properties of a source, in a fixed order, before those of its attributes", () => {
    const from: ManifestSource = {
      ...plant,
      approvers: [{ alias: "a" }],
      schemaAttributes: [badge],
    };
    const to: ManifestSource = {
      key: "plant",
      name: "plant",
      description: "",
      owner: { alias: "grace" },
      managementWorkgroup: { name: "Desk" },
      accountManagers: [{ alias: "b" }],
      schemaAttributes: [
        { ...badge, label: "badge", helpText: "h", placeholder: "p", required: true },
      ],
    };
    const attribute = (property: string, values: object) => ({
      change: "changed",
      source: "plant",
      attribute: "badge",
      property,
      ...values,
    });
    expect(compareManifests(of(from), of(to))).toStrictEqual([
      change("name", { from: "Plant", to: "plant" }),
      change("description", { from: "Staff", to: "" }),
      change("owner", { from: plant.owner, to: { alias: "grace" } }),
      change("managementWorkgroup", { to: { name: "Desk" } }),
      change("approvers", { from: [{ alias: "a" }] }),
      change("accountManagers", { to: [{ alias: "b" }] }),
      attribute("label", { from: "Badge", to: "badge" }),
      attribute("helpText", { to: "h" }),
      attribute("placeholder", { to: "p" }),
      attribute("required", { to: true }),
    ]);
  });

  it("are whole attributes that one of the two has, by technicalName", () => {
    const [a, b, c] = ["a", "b", "c"].map((technicalName) => ({ ...badge, technicalName }));
    if (!a || !b || !c) throw new Error("three attributes are needed");
    expect(between({ schemaAttributes: [c, b] }, { schemaAttributes: [b, a] })).toStrictEqual([
      { change: "added", source: "plant", attribute: "a", to: a },
      { change: "removed", source: "plant", attribute: "c", from: c },
    ]);
    expect(between({ schemaAttributes: [a, b] }, { schemaAttributes: [b, a] })).toEqual([]);
    expect(between({}, { schemaAttributes: [a] })).toStrictEqual([
      { change: "added", source: "plant", attribute: "a", to: a },
    ]);
  });

  it("tell a technicalName in another case apart", () => {
    const Badge = { ...badge, technicalName: "Badge" };
    expect(
      between({ schemaAttributes: [badge] }, { schemaAttributes: [Badge] }).map(
        ({ change, attribute }) => [change, attribute],
      ),
    ).toEqual([
      ["added", "Badge"],
      ["removed", "badge"],
    ]);
  });
});

describe("two references", () => {
  const id = { id: "2c91", unresolved: true } as const;

  it.each<[string, ManifestSource["owner"], ManifestSource["owner"]]>([
    ["written alike", { alias: "a" }, { alias: "a" }],
    ["of one e-mail in another case", { email: "A@b.c" }, { email: "a@B.c" }],
    ["of one alias in another case", { alias: "Ada" }, { alias: "aDA" }],
    ["with an alias more", { email: "a@b.c" }, { email: "a@b.c", alias: "a" }],
    ["with an alias that is undefined", { email: "a@b.c", alias: undefined }, { email: "a@b.c" }],
    ["of one id that is unresolved", id, { ...id }],
  ])("%s are the same, in both directions", (_, a, b) => {
    expect(between({ owner: a }, { owner: b })).toEqual([]);
    expect(between({ owner: b }, { owner: a })).toEqual([]);
  });

  it.each<[string, ManifestSource["owner"], ManifestSource["owner"]]>([
    ["by e-mail and by alias", { email: "a@b.c" }, { alias: "a" }],
    ["of one e-mail and two aliases", { email: "a", alias: "a" }, { email: "a", alias: "b" }],
    ["of two e-mails and one alias", { email: "a", alias: "a" }, { email: "b", alias: "a" }],
    ["of two e-mails", { email: "a@b.c" }, { email: "b@b.c" }],
    ["with a blank more", { alias: "a" }, { alias: "a " }],
    ["of two ids", id, { ...id, id: "2c92" }],
    ["of an id in another case", id, { ...id, id: "2C91" }],
    ["by id and by alias", id, { alias: "2c91" }],
  ])("%s are a difference, in both directions", (_, a, b) => {
    expect(between({ owner: a }, { owner: b })).toStrictEqual([
      change("owner", { from: a, to: b }),
    ]);
    expect(between({ owner: b }, { owner: a })).toStrictEqual([
      change("owner", { from: b, to: a }),
    ]);
  });

  it("to groups are the same by name, whatever its case", () => {
    const group = (name: string) => ({ managementWorkgroup: { name } });
    expect(between(group("Plant desk"), group("PLANT DESK"))).toEqual([]);
    expect(between(group("Plant desk"), group("Plant desks"))).toStrictEqual([
      change("managementWorkgroup", { from: { name: "Plant desk" }, to: { name: "Plant desks" } }),
    ]);
  });

  it("to a person and to a group of one name differ", () => {
    expect(
      between({ approvers: [{ alias: "a" }] }, { approvers: [{ governanceGroup: "a" }] }),
    ).toHaveLength(1);
  });
});

describe("the order of people", () => {
  const [a, b] = [{ alias: "a" }, { email: "b@b.c" }];

  it("counts among approvers", () => {
    expect(between({ approvers: [a, b] }, { approvers: [b, a] })).toStrictEqual([
      change("approvers", { from: [a, b], to: [b, a] }),
    ]);
    expect(between({ approvers: [a, b] }, { approvers: [{ alias: "A" }, b] })).toEqual([]);
    expect(between({ approvers: [a, b] }, { approvers: [a] })).toHaveLength(1);
  });

  it("does not count among account managers", () => {
    expect(between({ accountManagers: [a, b] }, { accountManagers: [b, a] })).toEqual([]);
    expect(between({ accountManagers: [a, b] }, { accountManagers: [a] })).toHaveLength(1);
    expect(between({ accountManagers: [a, a, b] }, { accountManagers: [a, b, b] })).toHaveLength(1);
  });

  it.each<[string, ManifestMemberRef[], ManifestMemberRef[]]>([
    [
      "one has a partner that another needs",
      [{ email: "x" }, { email: "x", alias: "1" }],
      [
        { email: "x", alias: "1" },
        { email: "x", alias: "2" },
      ],
    ],
    [
      "an equal one stands in the way",
      [{ email: "x", alias: "1" }, { email: "x" }],
      [{ email: "x" }, { email: "x", alias: "2" }],
    ],
  ])(
    "finds partners for account managers where %s, in every order and direction",
    (_, left, right) => {
      for (const l of [left, [...left].reverse()]) {
        for (const r of [right, [...right].reverse()]) {
          expect(between({ accountManagers: l }, { accountManagers: r })).toEqual([]);
          expect(between({ accountManagers: r }, { accountManagers: l })).toEqual([]);
        }
      }
    },
  );

  it("is soon found to make no match, however many people could be meant", () => {
    const left = [...Array.from({ length: 12 }, () => ({ email: "x" })), { email: "y" }];
    const right = [
      ...Array.from({ length: 12 }, (_, at) => ({ email: "x", alias: `${at}` })),
      { email: "z" },
    ];
    const startedAt = process.cpuUsage().user;
    expect(between({ accountManagers: left }, { accountManagers: right })).toHaveLength(1);
    expect(process.cpuUsage().user - startedAt).toBeLessThan(10_000_000);
  });
});

describe("the comparison of manifests", () => {
  /** The same differences, seen from the other side. */
  const mirrored = (differences: readonly Difference[]) =>
    differences.map(({ change, from, to, ...place }) => ({
      change: change === "added" ? "removed" : change === "removed" ? "added" : change,
      ...place,
      ...(to !== undefined && { from: to }),
      ...(from !== undefined && { to: from }),
    }));
  /** Few people by few forms, so that many are the same. */
  const person = fc.constantFrom<ManifestMemberRef[]>(
    { email: "x" },
    { email: "X", alias: "1" },
    { email: "x", alias: "2" },
    { alias: "1" },
    { governanceGroup: "g" },
  );
  const managers = fc.array(person, { maxLength: 5 });
  /** The second has the sources of the first, some of them, with parts of the others. */
  const two = fc
    .tuple(manifest, manifest, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .map(([a, b, isTaken]): [Manifest, Manifest] => [
      a,
      {
        version: 1,
        sources: a.sources.map((source, at) => {
          const { key, ...other } = b.sources[at] ?? source;
          return isTaken[at] ? { ...source, ...other } : source;
        }),
      },
    ]);

  it("finds nothing between a manifest and itself, whatever its order", () => {
    const property = fc.property(manifest, (one) => {
      expect(compareManifests(one, one)).toEqual([]);
      const turned = one.sources.toReversed().map((source) => ({
        ...source,
        ...(source.accountManagers && { accountManagers: source.accountManagers.toReversed() }),
        ...(source.schemaAttributes && { schemaAttributes: source.schemaAttributes.toReversed() }),
      }));
      expect(compareManifests(one, { version: 1, sources: turned })).toEqual([]);
    });
    fc.assert(property, propertySettings(200));
  });

  it("finds the same in both directions", () => {
    const property = fc.property(fc.oneof(two, fc.tuple(manifest, manifest)), ([a, b]) => {
      expect(compareManifests(b, a)).toEqual(mirrored(compareManifests(a, b)));
    });
    fc.assert(property, propertySettings(200));
  });

  it("finds the same account managers in both directions and every order", () => {
    const property = fc.property(managers, managers, (a, b) => {
      const found = between({ accountManagers: a }, { accountManagers: b }).length;
      expect(between({ accountManagers: b }, { accountManagers: a })).toHaveLength(found);
      expect(between({ accountManagers: a.toReversed() }, { accountManagers: b })).toHaveLength(
        found,
      );
      expect(between({ accountManagers: a }, { accountManagers: b.toReversed() })).toHaveLength(
        found,
      );
    });
    fc.assert(property, propertySettings(1000));
  });
});
