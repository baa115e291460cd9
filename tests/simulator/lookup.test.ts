import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS, type Seed } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call } from "./tenant-client";

const { ada, grace, alan, mary, katherine } = DEFAULT_IDENTITIES;
const { plantAdministrators, plantDesk, auditors } = DEFAULT_WORKGROUPS;

const stranger = {
  ...{ id: "2c91808500000000000000000000aaaa", alias: "stranger", name: "A Stranger" },
  ...{ firstName: "A", lastName: "Stranger", email: null, identityState: null, manager: null },
  ...{ correlated: false, processingState: "ERROR" as const, cloudStatus: "UNREGISTERED" as const },
};

const seed: Seed = {
  identities: [
    ...Object.values(DEFAULT_IDENTITIES),
    stranger,
    {
      ...stranger,
      id: "2c91808500000000000000000000bbbb",
      alias: "spadmin",
      name: "Root",
      protected: true,
    },
  ],
};

describe("looking people up in the simulator", () => {
  const tenant = useSimulator({ seed, judgedRequests: "accepted" });

  async function aliases(path: string, query: Record<string, string> = {}): Promise<unknown[]> {
    const { status, items } = await call(tenant, path, { query });
    expect(status).toBe(200);
    return items.map(({ alias }) => alias);
  }

  it.each(["/public-identities/v1", "/v2026/public-identities", "/v3/public-identities"])(
    "gives %s what everybody may know of a person",
    async (path) => {
      const { items } = await call(tenant, path, { query: { filters: `id eq "${grace.id}"` } });
      expect(items).toEqual([
        {
          id: grace.id,
          name: "Grace Hopper",
          alias: "grace.hopper",
          email: "grace.hopper@example.com",
          status: "Active",
          identityState: "ACTIVE",
          manager: { type: "IDENTITY", id: ada.id, name: "Ada Lovelace" },
          attributes: [{ key: "country", name: "Country", value: "GB" }],
        },
      ]);
    },
  );

  it.each(["/identities/v1", "/v2026/identities", "/v2025/identities", "/v2024/identities"])(
    "gives %s the whole identity",
    async (path) => {
      const { status, body } = await call(tenant, `${path}/${grace.id}`);
      expect(status).toBe(200);
      expect(body).toEqual({
        id: grace.id,
        name: "Grace Hopper",
        created: "2023-04-17T08:31:05.26Z",
        modified: "2023-04-17T08:31:05.26Z",
        alias: "grace.hopper",
        emailAddress: "grace.hopper@example.com",
        processingState: "OK",
        identityStatus: "ACTIVE",
        managerRef: { type: "IDENTITY", id: ada.id, name: "Ada Lovelace" },
        isManager: true,
        lastRefresh: "2023-04-17T08:31:05.26Z",
        attributes: {
          uid: "grace.hopper",
          firstname: "Grace",
          lastname: "Hopper",
          displayName: "Grace Hopper",
          email: "grace.hopper@example.com",
          cloudStatus: "ACTIVE",
          country: "GB",
        },
        lifecycleState: { stateName: "active", manuallyUpdated: false },
      });
      const { items } = await call(tenant, path, { query: { filters: `id eq "${grace.id}"` } });
      expect(items).toEqual([body]);
    },
  );

  it("tells who has left, who manages nobody, and who has no manager", async () => {
    const { body } = await call(tenant, `/identities/v1/${mary.id}`);
    expect(body).toMatchObject({
      identityStatus: "DEACTIVATED",
      isManager: false,
      lifecycleState: { stateName: "inactive" },
    });
    const none = await call(tenant, `/identities/v1/${stranger.id}`);
    expect(none.body).toMatchObject({ managerRef: null, emailAddress: null, lifecycleState: null });
    const query = { filters: `id in ("${mary.id}", "${stranger.id}")`, sorters: "name" };
    const { items } = await call(tenant, "/public-identities/v1", { query });
    expect(items).toMatchObject([
      { name: "A Stranger", email: null, status: null, identityState: null, manager: null },
      { name: "Mary Jackson", status: "Inactive", identityState: "INACTIVE_LONG_TERM" },
    ]);
  });

  it.each([
    [`id in ("${ada.id}", "${alan.id}", "none")`, ["ada.lovelace", "alan.turing"]],
    ['alias eq "ADA.lovelace"', ["ada.lovelace"]],
    ['alias sw "a"', ["ada.lovelace", "alan.turing"]],
    ['email eq "Grace.HOPPER@example.com"', ["grace.hopper"]],
    ['alias eq "lovelace" or email eq "hopper"', []],
    ['firstname sw "A" and not lastname eq "Turing"', ["ada.lovelace", "stranger", "spadmin"]],
    ['lastname eq "Dijkstra" or email sw "mary"', ["edsger.dijkstra", "mary.jackson"]],
  ])("filters public identities by %s", async (filters, found) => {
    expect(await aliases("/public-identities/v1", { filters })).toEqual(found);
  });

  it.each([
    ['name eq "ada lovelace"', ["ada.lovelace"]],
    ['name sw "A " or alias eq "alan.turing"', ["alan.turing", "stranger"]],
    ['cloudStatus eq "DEACTIVATED"', ["mary.jackson"]],
    ['processingState eq "ERROR" and protected eq false', ["stranger"]],
    ["correlated eq false", ["stranger", "spadmin"]],
    ["protected eq true", ["spadmin"]],
  ])("filters identities by %s", async (filters, found) => {
    expect(await aliases("/identities/v1", { filters, defaultFilter: "NONE" })).toEqual(found);
  });

  it("gives only correlated identities unless told otherwise", async () => {
    expect(await aliases("/identities/v1")).not.toContain("stranger");
    expect(await aliases("/identities/v1", { defaultFilter: "CORRELATED_ONLY" })).toHaveLength(6);
    expect(await aliases("/identities/v1", { defaultFilter: "NONE" })).toHaveLength(8);
    const query = { defaultFilter: "ALL" };
    expect((await call(tenant, "/identities/v1", { query })).status).toBe(400);
  });

  it("leaves built-in and incomplete accounts out with the core filters", async () => {
    expect(await aliases("/public-identities/v1")).toHaveLength(8);
    tenant.store.addIdentity({ alias: "CloudAdmin", lastName: "Admin" });
    tenant.store.addIdentity({ alias: "no.lastname", lastName: "" });
    tenant.store.addIdentity({ alias: "no.mail", email: null });
    tenant.store.addIdentity({ alias: "not.correlated", correlated: false });
    tenant.store.addIdentity({ alias: "guarded.one", correlated: false, protected: true });
    const core = await aliases("/public-identities/v1", { "add-core-filters": "true" });
    const people = Object.values(DEFAULT_IDENTITIES).map(({ alias }) => alias);
    expect(core).toEqual([...people, "guarded.one"]);
  });

  it("sorts and pages", async () => {
    const query = { sorters: "-name", limit: "2", offset: "1", count: "true" };
    const { items, headers } = await call(tenant, "/public-identities/v1", { query });
    expect(items.map(({ name }) => name)).toEqual(["Mary Jackson", "Katherine Johnson"]);
    expect(headers.get("x-total-count")).toBe("8");
    expect(await aliases("/identities/v1", { sorters: "-cloudStatus,-alias", limit: "2" })).toEqual(
      ["mary.jackson", "katherine.johnson"],
    );
    for (const sorters of ["alias", "email"]) {
      expect((await call(tenant, "/public-identities/v1", { query: { sorters } })).status).toBe(
        400,
      );
    }
  });

  it("sees what was edited by hand: e-mails shared or taken away, who left, who is new or gone", async () => {
    const { store } = tenant;
    const wanted = { filters: 'email eq "shared@example.com"', sorters: "name" };
    store.editIdentity(alan.id, { email: "Shared@Example.com", alias: "a.turing" });
    const { id } = store.addIdentity({ alias: "new.one", email: "shared@example.com" });
    store.editIdentity(grace.id, { email: null, identityState: "INACTIVE_SHORT_TERM" });
    store.deleteIdentity(mary.id);
    expect(await aliases("/public-identities/v1", wanted)).toEqual(["a.turing", "new.one"]);
    expect(await aliases("/identities/v1", wanted)).toEqual(["a.turing", "new.one"]);
    const query = { filters: `id in ("${mary.id}", "${grace.id}", "${id}")`, sorters: "name" };
    const { items } = await call(tenant, "/public-identities/v1", { query });
    expect(items).toMatchObject([
      { id: grace.id, email: null, identityState: "INACTIVE_SHORT_TERM", status: "Inactive" },
      { id, alias: "new.one", identityState: "ACTIVE" },
    ]);
  });

  it("answers 404 for nobody", async () => {
    const { status, body } = await call(tenant, "/identities/v1/none");
    expect([status, body.detailCode]).toEqual([404, "404 Not found"]);
  });
});

describe("looking governance groups up in the simulator", () => {
  const tenant = useSimulator({ judgedRequests: "accepted" });

  async function names(query: Record<string, string>): Promise<string[]> {
    const { status, items } = await call(tenant, "/workgroups/v1", { query });
    expect(status).toBe(200);
    return items.map(({ name }) => name);
  }

  it.each(["/workgroups/v1", "/v2026/workgroups", "/v2025/workgroups", "/v2024/workgroups"])(
    "gives %s a group with owner, members and connections",
    async (path) => {
      tenant.store.addGenericSource({
        name: "Badges",
        owner: ada.id,
        managementWorkgroup: auditors.id,
      });
      const { status, body } = await call(tenant, `${path}/${auditors.id}`);
      expect([status, body]).toEqual([
        200,
        {
          owner: {
            type: "IDENTITY",
            id: ada.id,
            name: "Ada Lovelace",
            displayName: "Ada Lovelace",
            emailAddress: "ada.lovelace@example.com",
          },
          id: auditors.id,
          name: "Auditors",
          description: "External auditors and their contacts",
          memberCount: 1,
          connectionCount: 2,
          created: "2023-04-17T08:31:05.26Z",
          modified: "2023-04-17T08:31:05.26Z",
        },
      ]);
      const { items } = await call(tenant, path, { query: { filters: 'name eq "auditors"' } });
      expect(items).toEqual([body]);
    },
  );

  it.each([
    [`id eq "${plantDesk.id}"`, ["Plant desk"]],
    [`id in ("${plantDesk.id}", "${auditors.id}")`, ["Plant desk", "Auditors"]],
    [`id sw "${plantAdministrators.id.slice(0, 8)}"`, ["Plant administrators"]],
    ['name sw "plant"', ["Plant administrators", "Plant desk"]],
    ['name in ("AUDITORS", "None", "plant desk")', ["Plant desk", "Auditors"]],
    [`memberships.identityId eq "${katherine.id}"`, ["Plant desk"]],
    [
      `memberships.identityId in ("${grace.id}", "${alan.id}")`,
      ["Plant administrators", "Plant desk"],
    ],
  ])("filters by %s", async (filters, found) => {
    expect(await names({ filters })).toEqual(found);
  });

  it.each(["name", "created", "modified", "id", "description"])("sorts by %s", async (sorters) => {
    expect(await names({ sorters: `-${sorters}` })).toHaveLength(3);
    expect((await names({ sorters: "name", limit: "1", offset: "1" }))[0]).toBe(
      "Plant administrators",
    );
  });

  it("sees what was edited by hand: names shared, changed and gone", async () => {
    const { store } = tenant;
    store.editWorkgroup(auditors.id, { name: "Guards" });
    store.addWorkgroup({ name: "guards" });
    store.deleteWorkgroup(plantDesk.id);
    expect(await names({ filters: 'name in ("GUARDS", "Plant desk", "Auditors")' })).toEqual([
      "Guards",
      "guards",
    ]);
  });

  it("answers for an unknown group as for any object whose 404 is not documented", async () => {
    expect((await call(tenant, "/workgroups/v1/none")).status).toBe(404);
    tenant.behaviour.missingObject = "400.1.404";
    const { status, body } = await call(tenant, "/workgroups/v1/none");
    expect([status, body.detailCode]).toEqual([400, "400.1.404 Referenced object not found"]);
  });
});

describe("the experimental header", () => {
  const tenant = useSimulator();

  it("is accepted and not needed", async () => {
    const plain = await call(tenant, "/v2024/workgroups");
    const headers = { "X-SailPoint-Experimental": "true" };
    const marked = await call(tenant, "/v2024/workgroups", { headers });
    expect([plain.status, marked.status]).toEqual([200, 200]);
  });
});
