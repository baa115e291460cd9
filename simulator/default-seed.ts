/** The tenant that a simulator starts with: people, governance groups and two ordinary sources. */
import type { Identity, Workgroup } from "./entities";
import type { Seed } from "./seed";

const CREATED = "2023-04-17T08:31:05.260Z";

function person(id: string, first: string, last: string, manager: string | null): Identity {
  const alias = `${first}.${last}`.toLowerCase();
  return {
    id,
    alias,
    name: `${first} ${last}`,
    firstName: first,
    lastName: last,
    email: `${alias}@example.com`,
    identityState: "ACTIVE",
    manager,
    correlated: true,
    protected: false,
    processingState: "OK",
    cloudStatus: "ACTIVE",
    attributes: { country: "GB" },
    created: CREATED,
    modified: CREATED,
  };
}

const ADA = "2c9180835d191a86015d28455b4a2329";
const GRACE = "2c9180858082150f0180893dbaf44201";

/** The people of the default seed, by first name; `mary` has left. */
export const DEFAULT_IDENTITIES = {
  ada: person(ADA, "Ada", "Lovelace", null),
  grace: person(GRACE, "Grace", "Hopper", ADA),
  katherine: person("2c9180867624cbd7017642d8c8c81f67", "Katherine", "Johnson", GRACE),
  alan: person("2c91808570313110017040b06f344ec9", "Alan", "Turing", ADA),
  edsger: person("2c91809f703bb37a017040a2fe8748c7", "Edsger", "Dijkstra", GRACE),
  mary: {
    ...person("2c918086795cd09201795d5f7d7533df", "Mary", "Jackson", GRACE),
    identityState: "INACTIVE_LONG_TERM" as const,
    cloudStatus: "DEACTIVATED" as const,
  },
} satisfies Record<string, Identity>;

function group(id: string, name: string, description: string, members: string[]): Workgroup {
  return { id, name, description, owner: ADA, members, created: CREATED, modified: CREATED };
}

/** The governance groups of the default seed. */
export const DEFAULT_WORKGROUPS = {
  plantAdministrators: group(
    "c9b5e7b2-63a4-4f0f-9d0c-54a1e0d3a7f1",
    "Plant administrators",
    "Sub-administrators of the plants' sources",
    [GRACE],
  ),
  plantDesk: group("2c91808568c529c60168cca6f90c2222", "Plant desk", "Front desks of all plants", [
    "2c9180867624cbd7017642d8c8c81f67",
    "2c91808570313110017040b06f344ec9",
  ]),
  auditors: group(
    "0f11f2a4-7c94-4bf3-a2bd-742580fe3bde",
    "Auditors",
    "External auditors and their contacts",
    ["2c91809f703bb37a017040a2fe8748c7"],
  ),
} satisfies Record<string, Workgroup>;

/** An empty non-employee set-up with people and groups to refer to, and two sources of other kinds. */
export const defaultSeed: Seed = {
  identities: Object.values(DEFAULT_IDENTITIES),
  workgroups: Object.values(DEFAULT_WORKGROUPS),
  genericSources: [
    {
      id: "2c9180835d191a86015d28455b4b232a",
      name: "Workday HR",
      description: "Employees of all companies",
      owner: ADA,
      connectorName: "Workday",
      authoritative: true,
    },
    {
      id: "2c9180835d191a86015d28455b4b2330",
      name: "Corporate Active Directory",
      description: "Accounts of the corporate domain",
      owner: GRACE,
      managementWorkgroup: "0f11f2a4-7c94-4bf3-a2bd-742580fe3bde",
      connectorName: "Active Directory",
    },
  ],
  sources: [],
};
