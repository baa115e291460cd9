import { createSimulator, DEFAULT_IDENTITIES, defaultSeed, parseSeed } from "../../simulator/index";
import { useStarter } from "./starter";

const { ada } = DEFAULT_IDENTITIES;
const source = { name: "Contractors", description: "External staff", owner: ada.id };

describe("the seed", () => {
  const start = useStarter();

  it("has six people, three groups and no non-employee source by default, as plain JSON", () => {
    const seed = parseSeed(JSON.parse(JSON.stringify(defaultSeed)));
    expect(seed).toEqual(defaultSeed);
    expect([seed.identities?.length, seed.workgroups?.length, seed.sources]).toEqual([6, 3, []]);
  });

  it("keeps the default people and groups where it names none", () => {
    const seed = parseSeed({ sources: [source] });
    expect(seed.identities).toEqual(defaultSeed.identities);
    expect(seed.sources).toEqual([source]);
  });

  it("fills a tenant with sources, attributes, records and clients", async () => {
    const client = { clientId: "me", clientSecret: "secret", scopes: ["sp:scopes:all"] };
    const attributes = [{ technicalName: "badge", label: "Badge" }];
    const sources = [{ ...source, attributes, records: [{ accountName: "a" }, {}] }];
    const simulator = await start({ seed: { clients: [client], sources } });
    expect([simulator.clientId, simulator.clientSecret]).toEqual(["me", "secret"]);
    const { sourceId = "" } = simulator.store.sourceByName("Contractors") ?? {};
    expect(simulator.store.customAttributesOf(sourceId)).toMatchObject(attributes);
    expect(simulator.store.recordsOf(sourceId).map((one) => one.accountName)).toEqual([
      "a",
      "william.smith2",
    ]);
  });

  it.each([
    ["a list", [], "seed: must be an object"],
    ["an unknown section", { people: [] }, "seed.people: is not known"],
    [
      "a missing name",
      { sources: [{ ...source, name: 1 }] },
      "seed.sources[0].name: must be a string",
    ],
    [
      "an unknown owner",
      { sources: [{ ...source, owner: "nobody" }] },
      'seed.sources[0].owner: nothing in the seed has the id "nobody"',
    ],
    [
      "an unknown approver",
      { sources: [{ ...source, approvers: [ada.id, "x"] }] },
      "seed.sources[0].approvers[1]: nothing",
    ],
    [
      "a required that is text",
      {
        sources: [{ ...source, attributes: [{ technicalName: "a", label: "A", required: "yes" }] }],
      },
      "seed.sources[0].attributes[0].required: must be true or false",
    ],
    [
      "a record with a number",
      { sources: [{ ...source, records: [{ data: { a: 1 } }] }] },
      "seed.sources[0].records[0].data: must be an object of strings",
    ],
    ["identities that are no list", { identities: {} }, "seed.identities: must be a list"],
    [
      "an unknown level",
      { clients: [{ clientId: "a", clientSecret: "b", scopes: [], userLevel: "KING" }] },
      "seed.clients[0].userLevel: must be one of ORG_ADMIN",
    ],
  ])("refuses %s and names the path", (_what, value, message) => {
    expect(() => parseSeed(value)).toThrow(message);
  });

  it("refuses an empty list of clients", async () => {
    await expect(createSimulator({ seed: { clients: [] } })).rejects.toThrow("seed.clients");
  });
});
