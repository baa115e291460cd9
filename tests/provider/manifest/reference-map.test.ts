/** Who takes whose place in another tenant. */
import { ReferenceMap } from "../../../provider/manifest/reference-map";

const problemsOf = (people: unknown, groups?: unknown) => new ReferenceMap(people, groups).problems;

describe("the map of people", () => {
  it.each([
    ["an e-mail", "grace@example.com", { email: "grace@example.com" }],
    ["an alias", "grace.hopper", { alias: "grace.hopper" }],
    ["an e-mail in an object", { email: "grace@example.com" }, { email: "grace@example.com" }],
    ["an alias in an object, though it has an @", { alias: "g@h" }, { alias: "g@h" }],
    ["both", { email: "g@h.i", alias: "g" }, { email: "g@h.i", alias: "g" }],
    ["an id", { id: "2c91" }, { id: "2c91" }],
    ["an id beside nothing", { id: "2c91", email: null, alias: undefined }, { id: "2c91" }],
  ])("puts somebody in a place by %s", (_, to, expected) => {
    const map = new ReferenceMap({ "ada@example.com": to }, undefined);
    expect(map.problems).toEqual([]);
    expect(map.person({ email: "ada@example.com" })).toStrictEqual(expected);
    expect(map.member({ email: "ada@example.com", alias: "ada" })).toStrictEqual(expected);
  });

  it("finds a person by e-mail or alias in whatever case, and by the id of an unresolved one", () => {
    const map = new ReferenceMap({ "Ada@Example.com": "a", "GRACE.hopper": "b", "2C91": "c" }, {});
    expect(map.person({ email: "aDA@example.COM" })).toEqual({ alias: "a" });
    expect(map.person({ alias: "grace.Hopper" })).toEqual({ alias: "b" });
    expect(map.person({ email: "other@example.com", alias: "grace.hopper" })).toEqual({
      alias: "b",
    });
    expect(map.person({ id: "2c91", unresolved: true })).toEqual({ alias: "c" });
  });

  it("prefers the e-mail to the alias, and takes both as used", () => {
    const map = new ReferenceMap({ ada: "by.alias", "ada@example.com": "by.email" }, {});
    expect(map.person({ email: "ada@example.com", alias: "ada" })).toEqual({ alias: "by.email" });
    expect(map.unused()).toEqual([]);
  });

  it("leaves whom it does not name as they are", () => {
    const map = new ReferenceMap({ ada: "grace" }, undefined);
    expect(map.person({ email: "b@c.d", alias: "b" })).toStrictEqual({
      email: "b@c.d",
      alias: "b",
    });
    expect(map.person({ email: undefined, alias: "b" })).toStrictEqual({ alias: "b" });
    expect(map.person({ id: "2c91", unresolved: true })).toStrictEqual({ id: "2c91" });
    expect(map.member({ alias: "b" })).toStrictEqual({ alias: "b" });
  });

  it("does not take an empty key for everybody who lacks an e-mail or alias", () => {
    const map = new ReferenceMap({ "": "grace" }, { "": "desk" });
    expect(map.person({ alias: "b" })).toEqual({ alias: "b" });
    expect(map.group({ name: "g" })).toEqual({ name: "g" });
    expect(map.unused()).toEqual(['people[""]', 'groups[""]']);
  });

  it("puts nobody in the place of a group", () => {
    const map = new ReferenceMap({ "Plant desk": "grace" }, {});
    expect(map.member({ governanceGroup: "Plant desk" })).toEqual({
      governanceGroup: "Plant desk",
    });
    expect(map.unused()).toEqual(['people["Plant desk"]']);
  });

  it.each(["toString", "__proto__", "constructor"])("knows nobody called %s", (alias) => {
    const map = new ReferenceMap({}, {});
    expect(map.person({ alias })).toEqual({ alias });
  });
});

describe("the map of groups", () => {
  it.each([
    ["a name", "Desk", { name: "Desk" }],
    ["a name with an @", "Desk@plant", { name: "Desk@plant" }],
    ["a name in an object", { name: "Desk" }, { name: "Desk" }],
    ["an id", { id: "c9b5" }, { id: "c9b5" }],
  ])("puts a group in a place by %s", (_, to, expected) => {
    const map = new ReferenceMap(undefined, { "Test desk": to });
    expect(map.problems).toEqual([]);
    expect(map.group({ name: "TEST desk" })).toStrictEqual(expected);
  });

  it("puts a group in the place of a member that is one", () => {
    const map = new ReferenceMap(
      {},
      { a: "Desk", b: { id: "c9b5" }, c9b6: "Desk", c9b7: { id: "x" } },
    );
    expect(map.member({ governanceGroup: "a" })).toStrictEqual({ governanceGroup: "Desk" });
    expect(map.member({ governanceGroup: "B" })).toStrictEqual({ id: "c9b5" });
    expect(map.member({ governanceGroup: "c" })).toStrictEqual({ governanceGroup: "c" });
    expect(map.member({ id: "c9b6", unresolved: true })).toStrictEqual({ governanceGroup: "Desk" });
    expect(map.member({ id: "c9b7", unresolved: true })).toStrictEqual({ id: "x" });
    expect(map.member({ id: "c9b8", unresolved: true })).toStrictEqual({ id: "c9b8" });
  });

  it("puts a group in the place of an unresolved one", () => {
    const map = new ReferenceMap({}, { c9b5: "Desk" });
    expect(map.group({ id: "c9b5", unresolved: true })).toStrictEqual({ name: "Desk" });
    expect(map.group({ id: "c9b6", unresolved: true })).toStrictEqual({ id: "c9b6" });
    expect(map.unused()).toEqual([]);
  });

  it("may name an unresolved member among the people instead", () => {
    const map = new ReferenceMap({ c9b5: "grace" }, { c9b5: "Desk" });
    expect(map.member({ id: "c9b5", unresolved: true })).toEqual({ alias: "grace" });
  });
});

describe("an entry of a map", () => {
  it("that no reference used is told by its key as written", () => {
    const map = new ReferenceMap({ Ada: "a", Grace: "b", 'q"': "c" }, { Desk: "d", Hall: "e" });
    map.person({ alias: "grace" });
    map.group({ name: "hall" });
    expect(map.unused()).toEqual(['people["Ada"]', 'people["q\\""]', 'groups["Desk"]']);
  });

  it.each([
    ["", "an empty string"],
    [" ", "a string"],
    [null, "null"],
    [5, "the number 5"],
    [{}, "an empty object"],
    [[], "a list of 0"],
    [["grace"], "a list of 1"],
    [{ email: "" }, "an object with the keys email"],
    [{ email: " " }, "an object with the keys email"],
    [{ email: null }, "an object with the keys email"],
    [{ alias: 5 }, "an object with the keys alias"],
    [{ name: "grace" }, "an object with the keys name"],
    [{ email: "g@h.i", governanceGroup: "x" }, "an object with the keys email and governanceGroup"],
  ])("of the people is refused if it is %j", (to, got) => {
    expect(problemsOf({ ada: to })).toEqual([
      `people["ada"] must be an e-mail, an alias, or an object with "email", "alias" or "id", got ${got}`,
    ]);
  });

  it.each([
    ["", "an empty string"],
    [{ email: "a@b.c" }, "an object with the keys email"],
    [{ governanceGroup: "x" }, "an object with the keys governanceGroup"],
    [true, "the boolean true"],
  ])("of the groups is refused if it is %j", (to, got) => {
    expect(problemsOf({}, { desk: to })).toEqual([
      `groups["desk"] must be the name of a group, or an object with "name" or "id", got ${got}`,
    ]);
  });

  it("is refused if it is another one in another case", () => {
    expect(problemsOf({ ada: "a", Ada: "b", ADA: "c" }, { Desk: "d", desk: "d" })).toEqual([
      'people["Ada"] and people["ada"] mean the same, for case does not matter; remove one',
      'people["ADA"] and people["Ada"] mean the same, for case does not matter; remove one',
      'groups["desk"] and groups["Desk"] mean the same, for case does not matter; remove one',
    ]);
  });
});

describe("a map", () => {
  it("may be absent or null", () => {
    expect(problemsOf(undefined, null)).toEqual([]);
    expect(new ReferenceMap(null, undefined).unused()).toEqual([]);
  });

  it.each([
    ["grace", "a string"],
    ["", "an empty string"],
    [[], "a list of 0"],
    [7, "the number 7"],
  ])("is refused if it is %j", (wrong, got) => {
    expect(problemsOf(wrong, wrong)).toEqual([
      `people must be an object of from -> to, got ${got}`,
      `groups must be an object of from -> to, got ${got}`,
    ]);
  });
});
