import {
  createSimulator,
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  defaultSeed,
  parseSeed,
} from "../../simulator/index";
import { useStarter } from "./starter";

const { ada } = DEFAULT_IDENTITIES;
const attribute = { technicalName: "a", label: "A" };
const client = { clientId: "me", clientSecret: "secret", scopes: [] };
const { auditors: group } = DEFAULT_WORKGROUPS;
const item = { id: "i", approver: ada.id, approvalStatus: "PENDING" };
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
    [
      "an unknown section",
      { people: [] },
      "seed.people: is not known; there are clients, identities, workgroups, genericSources, sources",
    ],
    [
      "a missing name",
      { sources: [{ ...source, name: 1 }] },
      "seed.sources[0].name: must be a string, not 1",
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
    [
      "a secret that is no text, without showing it",
      { clients: [{ clientId: "a", clientSecret: 4711, scopes: [] }] },
      /clients\[0\]\.clientSecret: must be a string$/,
    ],
    [
      "a date that is none",
      { sources: [{ ...source, created: "yesterday" }] },
      'seed.sources[0].created: must be an instant such as 2026-03-02T10:00:00Z, not "yesterday"',
    ],
    [
      "a day that there is not",
      { sources: [{ ...source, records: [{ startDate: "2026-13-01T00:00:00Z" }] }] },
      "seed.sources[0].records[0].startDate: must be an instant",
    ],
    [
      "two sources with one id",
      { sources: [source, { ...source, sourceId: "a" }, { ...source, sourceId: "a" }] },
      'seed.sources[2].sourceId: "a" is taken already',
    ],
    [
      "a source with the id of another kind of source",
      { sources: [{ ...source, sourceId: defaultSeed.genericSources?.[0]?.id }] },
      'seed.sources[0].sourceId: "2c9180835d191a86015d28455b4b232a" is taken already',
    ],
    [
      "the name of a system attribute",
      { sources: [{ ...source, attributes: [{ technicalName: "firstName", label: "A" }] }] },
      'seed.sources[0].attributes[0].technicalName: "firstName" is taken already',
    ],
    [
      "one id for attributes of two sources",
      { sources: [0, 1].map(() => ({ ...source, attributes: [{ ...attribute, id: "x" }] })) },
      'seed.sources[1].attributes[0].id: "x" is taken already',
    ],
    [
      "a request with an unknown state",
      { sources: [{ ...source, requests: [{ approvalStatus: "LOST" }] }] },
      "seed.sources[0].requests[0].approvalStatus: must be one of APPROVED, REJECTED, PENDING",
    ],
    [
      "a request by nobody",
      { sources: [{ ...source, requests: [{ requester: "nobody" }] }] },
      'seed.sources[0].requests[0].requester: nothing in the seed has the id "nobody"',
    ],
    [
      "an approval item for nobody",
      { sources: [{ ...source, requests: [{ approvalItems: [{ ...item, approver: "x" }] }] }] },
      "seed.sources[0].requests[0].approvalItems[0].approver: nothing",
    ],
    [
      "an approval item without its approver",
      { sources: [{ ...source, requests: [{ approvalItems: [{ approvalStatus: "PENDING" }] }] }] },
      "seed.sources[0].requests[0].approvalItems[0].approver: must be a string",
    ],
    [
      "two requests with one id",
      { sources: [0, 1].map(() => ({ ...source, requests: [{ id: "x" }] })) },
      'seed.sources[1].requests[0].id: "x" is taken already',
    ],
    [
      "two approval items with one id",
      { sources: [{ ...source, requests: [{}, { approvalItems: [item, item] }] }] },
      'seed.sources[0].requests[1].approvalItems[1].id: "i" is taken already',
    ],
    [
      "two clients with one id",
      { clients: [client, client] },
      'seed.clients[1].clientId: "me" is taken already',
    ],
    [
      "a group with an unknown member",
      { workgroups: [{ ...group, members: ["nobody"] }] },
      'seed.workgroups[0].members[0]: nothing in the seed has the id "nobody"',
    ],
    [
      "a person with an unknown manager",
      { identities: [{ ...ada, manager: "nobody" }] },
      'seed.identities[0].manager: nothing in the seed has the id "nobody"',
    ],
  ])("refuses %s and names the path", (_what, value, message) => {
    expect(() => parseSeed(value)).toThrow(message);
  });

  it("brings no sources of other kinds, whose owners it lacks, along with people of its own", () => {
    const seed = parseSeed({ identities: [], workgroups: [] });
    expect(seed).toEqual({ identities: [], workgroups: [], genericSources: [], sources: [] });
  });

  it("refuses an empty list of clients", async () => {
    await expect(createSimulator({ seed: { clients: [] } })).rejects.toThrow("seed.clients");
  });
});
