/** Looking up by id and by name for `.get`: what is said where nothing, or more than one, is found. */
import type { Props } from "../../../provider/resources/handler";
import { ada, createWorld, type World } from "./tenant-under-test";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.simulator.stop());

describe("a look-up by an id", () => {
  let sourceId: string;
  beforeEach(() => {
    const source = { name: "Partners", description: "Partners", owner: ada.id };
    sourceId = world.simulator.store.addSource(source).sourceId;
  });

  const look = async (type: "source" | "attribute", id: string, state: Props = {}) => {
    const reading = world.process()[type].read(world.call, { id, state, lookup: true });
    const outcome = await reading.catch((error: Error) => error.message);
    expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
    expect(String(outcome)).not.toContain(world.simulator.clientSecret);
    return outcome;
  };

  it.each([
    ["", /sourceId: "" is no id/],
    ["..", /sourceId: "\.\." is no id/],
    ["name:", /has the name "" \(searched 1\)/],
    [
      "name:Nobody",
      /^no non-employee source of http.* has the name "Nobody" \(searched 1\)\. Check it, and that this is the right tenant\.$/,
    ],
    ["name:partners", /; there is "Partners"\. Check it/],
  ])("of a source fails for %j", async (id, expected) => {
    expect(await look("source", id)).toMatch(expected);
  });

  it("of a source fails for a name that two have, naming both ids", async () => {
    world.simulator.behaviour.uniqueNames = "none";
    const source = { name: "Partners", description: "Others", owner: ada.id };
    const other = world.simulator.store.addSource(source).sourceId;
    const said = await look("source", "name:Partners");
    expect(said).toMatch(/^2 non-employee sources of http.*Name the right one by its sourceId\.$/);
    expect(said).toContain(sourceId);
    expect(said).toContain(other);
  });

  it.each([
    ["", /must be in the form <sourceId>\/<attributeId>/],
    ["badge", /"badge" is not the id of a schema attribute/],
    ["a/b/c", /"a\/b\/c" is not the id of a schema attribute/],
    ["a/", /must be in the form/],
    ["name:badge", /must be in the form/],
    [
      "nowhere/name:badge",
      /^"nowhere" is not the sourceId of a non-employee source of http.*Check it/,
    ],
  ])("of an attribute fails for %j", async (id, expected) => {
    expect(await look("attribute", id)).toMatch(expected);
  });

  it("of an attribute fails for a name that the source does not have", async () => {
    expect(await look("attribute", `${sourceId}/name:badge`)).toMatch(
      /^no attributes of source .* have the technicalName "badge" \(searched 8\)\. Check it/,
    );
  });

  it.each(["source", "attribute"] as const)(
    "of a %s says what was searched where nothing is",
    async (type) => {
      const id = type === "source" ? "0".repeat(32) : `${sourceId}/nothing`;
      expect(await look(type, id)).toMatch(
        / (has|have) the (sourceId|id) "[^"]+" \(searched \d+\)/,
      );
    },
  );

  it.each(["source", "attribute"] as const)("of a %s fails for an unknown tenant", async (type) => {
    const id = type === "source" ? sourceId : `${sourceId}/name:badge`;
    expect(await look(type, id, { tenant: "sandbx" })).toMatch(
      /"sandbx", which a resource names, is not/,
    );
    expect(world.simulator.requests).toEqual([]);
  });
});
