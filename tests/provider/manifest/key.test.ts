/** Keys of sources: made from names, unique, and the same in whatever order the names come. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { keyPattern, keysFor, slugOf } from "../../../provider/manifest/key";
import { propertySettings } from "../../property";

const sha = (name: string) => createHash("sha256").update(name, "utf8").digest("hex");
const hash = (name: string) => sha(name).slice(0, 6);
const keys = (names: readonly string[], given: Record<string, string> = {}) =>
  Object.fromEntries(keysFor(names, new Map(Object.entries(given))));

describe("the slug of a name", () => {
  it.each([
    ["Contractors", "contractors"],
    ["Zulieferer Süd", "zulieferer-sud"],
    ["Zulieferer Su\u0308d", "zulieferer-sud"],
    ["Čeština & Žluťoučký", "cestina-zlutoucky"],
    ["ＦＵＬＬ width ①", "full-width-1"],
    ["--- Plant_7 (old) !!", "plant-7-old"],
    ["a.b/c\\d", "a-b-c-d"],
    ["  blanks\t\n", "blanks"],
    ["42", "42"],
    ["Straße", "stra-e"],
    ["😀 Visitors 😀", "visitors"],
  ])("of %j is %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("is a hash of the exact name where nothing of ASCII is left", () => {
    expect(slugOf("供应商")).toBe(`source-${hash("供应商")}`);
    expect(slugOf("---")).toBe(`source-${hash("---")}`);
    expect(slugOf("供应商")).not.toBe(slugOf("供应商 "));
  });

  it("is cut at 60 characters, and ends with none of its dashes", () => {
    expect(slugOf("x".repeat(200))).toBe("x".repeat(60));
    expect(slugOf(`${"x".repeat(59)} y`)).toBe("x".repeat(59));
  });
});

describe("keys for names", () => {
  it("are their slugs", () => {
    expect(keys(["Visitors", "Contractors"])).toEqual({
      Visitors: "visitors",
      Contractors: "contractors",
    });
    expect(keysFor([])).toEqual(new Map());
  });

  it("have a hash of the exact name each where the slugs of two are the same, in every order", () => {
    const names = ["Plant A", "Plant-A", "Visitors", "plant a"];
    const expected = {
      "Plant A": `plant-a-${hash("Plant A")}`,
      "Plant-A": `plant-a-${hash("Plant-A")}`,
      "plant a": `plant-a-${hash("plant a")}`,
      Visitors: "visitors",
    };
    expect(keys(names)).toEqual(expected);
    expect(keys([...names].reverse())).toEqual(expected);
  });

  it("are those that a name has in another manifest, by the plain name alone", () => {
    expect(keys(["Plant A", "plant a"], { "Plant A": "first" })).toEqual({
      "Plant A": "first",
      "plant a": "plant-a",
    });
  });

  it("have a hash where the slug is the key that another name was given", () => {
    expect(keys(["Plant A", "Old"], { Old: "plant-a" })).toEqual({
      "Plant A": `plant-a-${hash("Plant A")}`,
      Old: "plant-a",
    });
  });

  it("spare the key of a name that is not among them", () => {
    expect(keys(["Plant A"], { Gone: "plant-a" })).toEqual({
      "Plant A": `plant-a-${hash("Plant A")}`,
    });
  });

  it("have more digits of the hash where the key with six is a given one", () => {
    const taken = { X: "plant-a", Y: `plant-a-${hash("Plant A")}` };
    expect(keys(["Plant A", "X", "Y"], taken)).toEqual({
      ...taken,
      "Plant A": `plant-a-${sha("Plant A").slice(0, 7)}`,
    });
  });

  it("differ where a slug is what another name gets with its hash, in every order", () => {
    const odd = `plant a ${hash("Plant A")}`;
    const names = ["Plant A", "Plant-A", odd];
    const expected = {
      "Plant A": `plant-a-${sha("Plant A").slice(0, 7)}`,
      "Plant-A": `plant-a-${hash("Plant-A")}`,
      [odd]: `plant-a-${hash("Plant A")}-${hash(odd)}`,
    };
    expect(keys(names)).toEqual(expected);
    expect(keys([...names].reverse())).toEqual(expected);
  });

  it("differ for halves of characters", () => {
    const found = keysFor(["\ud800", "\ud801"]);
    expect(new Set(found.values()).size).toBe(2);
  });

  it("are unique, fit the pattern and depend on no order", () => {
    // Few letters and signs, so that slugs collide, also with keys that hold a hash.
    const word = fc.string({
      unit: fc.constantFrom("a", "A", "b", "-", " ", "ä", "ß", "1"),
      maxLength: 4,
    });
    const withHash = word.map((name) => `${slugOf(name)}-${hash(name)}`);
    const source = word.map((name) => `source ${hash(name)}`);
    const name = fc.oneof(word, withHash, source, fc.string({ unit: "grapheme" }));
    const names = fc.uniqueArray(name, { maxLength: 12 });
    const given = fc.array(fc.tuple(name, name.map(slugOf)), { maxLength: 4 });
    const property = fc.property(names, given, (all, pairs) => {
      const byKey = new Map(pairs.map(([one, key]) => [key, one]));
      const unique = new Map([...byKey].map(([key, one]) => [one, key]));
      const found = keysFor(all, unique);
      expect([...found.keys()]).toEqual(all);
      const values = [...found.values()];
      expect(new Set(values).size).toBe(all.length);
      for (const key of values) expect(key).toMatch(keyPattern);
      for (const [one, key] of found) {
        if (unique.has(one)) expect(key).toBe(unique.get(one));
        else expect([...unique.values()]).not.toContain(key);
      }
      const reversed = keysFor([...all].reverse(), unique);
      expect(Object.fromEntries(reversed)).toEqual(Object.fromEntries(found));
    });
    fc.assert(property, propertySettings(2000));
  });
});
