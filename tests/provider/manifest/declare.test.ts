/** A manifest as resources declare it in one tenant, and everybody whom that tenant lacks. */
import {
  checkDeclared,
  declarationProblems,
  declareManifest,
} from "../../../provider/manifest/declare";
import type { Manifest, ManifestSource } from "../../../provider/manifest/manifest";
import { ReferenceMap } from "../../../provider/manifest/reference-map";
import { checkTenantDeclaration } from "../../../provider/manifest/tenant-declaration";
import { ResourceError } from "../../../provider/resources/handler";
import { DEFAULT_IDENTITIES } from "../../../simulator";
import {
  ada,
  createWorld,
  grace,
  katherine,
  plantAdministrators,
  plantDesk,
  type World,
} from "../resources/tenant-under-test";
import { failure } from "./refusal";

const { mary } = DEFAULT_IDENTITIES;
const mail = ({ email }: { email: string | null }) => email ?? "";

const source = (key: string, parts: Partial<ManifestSource> = {}): ManifestSource => ({
  key,
  name: key,
  description: "Staff",
  owner: { email: mail(ada) },
  ...parts,
});
const of = (...sources: ManifestSource[]): Manifest => ({ version: 1, sources });
const noMap = () => new ReferenceMap(undefined, undefined);
const spelling = "Check the spelling (case does not matter) and that this is the right tenant";
const advice =
  "Nothing of it was written. Name in `people` and `groups` who takes whose place in this tenant, or correct the manifest.";

describe("the declaration of a manifest", () => {
  it("has people and groups of the target tenant and nothing that is not set", () => {
    const attributes = [{ technicalName: "badge", label: "Badge" }];
    const manifest = of(
      source("plant", {
        managementWorkgroup: { name: "Desk" },
        approvers: [{ governanceGroup: "desk" }, { alias: "grace.hopper" }],
        accountManagers: [{ id: "2c91", unresolved: true }],
        schemaAttributes: attributes,
      }),
      source("bare"),
    );
    const map = new ReferenceMap({ [mail(ada)]: "grace" }, { desk: "Hall" });
    expect(declareManifest(manifest, map)).toStrictEqual([
      {
        key: "plant",
        args: {
          name: "plant",
          description: "Staff",
          owner: { alias: "grace" },
          managementWorkgroup: { name: "Hall" },
          approvers: [{ governanceGroup: "Hall" }, { alias: "grace.hopper" }],
          accountManagers: [{ id: "2c91" }],
        },
        attributes,
      },
      {
        key: "bare",
        args: { name: "bare", description: "Staff", owner: { alias: "grace" } },
        attributes: [],
      },
    ]);
    expect(map.unused()).toEqual([]);
  });

  it("has problems that need no tenant, by the key of the source", () => {
    const declared = declareManifest(of(source("a", { description: "" }), source("b")), noMap());
    expect(declarationProblems(declared)).toEqual([
      "a: description must be a description (the API requires one), got an empty one",
    ]);
    expect(declarationProblems([])).toEqual([]);
  });
});

describe("the check of a declaration", () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.simulator.stop());

  const check = (sources: readonly ManifestSource[], map = noMap()) =>
    checkDeclared(
      world.process().tenant,
      world.call,
      declareManifest(of(...sources), map),
      "the manifest m.yaml",
    );
  const said = async (sources: readonly ManifestSource[], map = noMap()) => {
    const error = await failure(check(sources, map));
    expect(error).toBeInstanceOf(ResourceError);
    return error.message.replaceAll(world.simulator.url, "URL");
  };

  it("finds everybody by one request for people and one for groups, and writes nothing", async () => {
    const sources = ["a", "b", "c"].map((key) =>
      source(key, {
        owner: { email: mail(ada).toUpperCase(), alias: ada.alias },
        managementWorkgroup: { name: plantAdministrators.name },
        approvers: [{ alias: grace.alias }, { governanceGroup: plantDesk.name }],
        accountManagers: [{ email: mail(katherine) }],
      }),
    );
    await expect(check(sources)).resolves.toBeUndefined();
    expect(world.calls().sort()).toEqual(["GET /public-identities", "GET /workgroups"]);
    expect(world.messages).toEqual([]);
  });

  it("asks for twenty people in one request", async () => {
    const people = Array.from({ length: 30 }, (_, at) =>
      world.simulator.store.addIdentity({ alias: `p.${at}` }),
    );
    const sources = people.map(({ alias }) => source(alias, { owner: { alias } }));
    await check(sources);
    expect(world.calls()).toEqual(["GET /public-identities", "GET /public-identities"]);
  });

  it("asks nothing where nothing is declared", async () => {
    await check([]);
    expect(world.calls()).toEqual([]);
  });

  it("finds by the alias whose e-mail nobody has", async () => {
    await check([source("a", { owner: { email: "ada@sandbox.example", alias: ada.alias } })]);
  });

  it("finds whom the maps put in a place, also by id", async () => {
    const map = new ReferenceMap(
      { "boss@sandbox.example": { id: ada.id }, tester: grace.email, "2c91": katherine.alias },
      { "Test desk": { id: plantDesk.id }, c9b5: plantAdministrators.name },
    );
    const sources = [
      source("a", {
        owner: { email: "boss@sandbox.example" },
        managementWorkgroup: { id: "c9b5", unresolved: true },
        approvers: [{ alias: "tester" }, { governanceGroup: "Test desk" }],
        accountManagers: [{ id: "2c91", unresolved: true }],
      }),
    ];
    await check(sources, map);
    expect(map.unused()).toEqual([]);
  });

  it("does not judge whether somebody has left", async () => {
    await check([
      source("a", { owner: { email: mail(mary) }, approvers: [{ alias: mary.alias }] }),
    ]);
  });

  it("tells everybody who is missing in one error, in the order of the manifest", async () => {
    world.simulator.store.addIdentity({
      alias: "twin.one",
      name: "Twin One",
      email: "twin@example.com",
      id: "2c91808570313110017040b06f344e01",
    });
    world.simulator.store.addIdentity({
      alias: "twin.two",
      name: "Twin Two",
      email: "TWIN@example.com",
      id: "2c91808570313110017040b06f344e02",
    });
    const sources = [
      source("visitors", {
        owner: { email: "nobody@example.com", alias: "no.body" },
        managementWorkgroup: { name: "No desk" },
        approvers: [
          { alias: "no.one" },
          { governanceGroup: "No group" },
          { email: "twin@example.com" },
        ],
        accountManagers: [{ id: "2c92", unresolved: true }],
      }),
      source("fine"),
      source("contractors", {
        owner: { id: "2c91", unresolved: true },
        managementWorkgroup: { id: "c9b5", unresolved: true },
        approvers: [{ email: mail(ada), alias: grace.alias }],
      }),
    ];
    const url = "URL";
    expect(await said(sources)).toBe(
      [
        `the manifest m.yaml cannot be declared in ${url}, 9 problems:`,
        `- visitors: owner: { email: "nobody@example.com", alias: "no.body" } in ${url}: 0 identities match. ${spelling}`,
        `- visitors: managementWorkgroup: { name: "No desk" } in ${url}: 0 governance groups match. ${spelling}`,
        `- visitors: approvers[0]: { alias: "no.one" } in ${url}: 0 identities match. ${spelling}`,
        `- visitors: approvers[1]: { governanceGroup: "No group" } in ${url}: 0 governance groups match. ${spelling}`,
        `- visitors: approvers[2]: { email: "twin@example.com" } in ${url}: 2 people have that e-mail: Twin One (2c91808570313110017040b06f344e01) and Twin Two (2c91808570313110017040b06f344e02). Name the right one by { id }`,
        `- visitors: accountManagers[0]: no identity and no governance group of ${url} has the id "2c92". Ids differ from tenant to tenant: check that it is from this one`,
        `- contractors: owner: no identity of ${url} has the id "2c91". Ids differ from tenant to tenant: check that it is from this one`,
        `- contractors: managementWorkgroup: no governance group of ${url} has the id "c9b5". Ids differ from tenant to tenant: check that it is from this one`,
        `- contractors: approvers[0]: { email: "${ada.email}", alias: "${grace.alias}" } in ${url}: the e-mail is that of Ada Lovelace (${ada.id}), the alias that of Grace Hopper (${grace.id}): two different people. Correct one of them, or leave it out`,
        advice,
      ].join("\n"),
    );
    expect(world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("tells one problem as one", async () => {
    expect(await said([source("a", { owner: { alias: "no.one" } })])).toBe(
      `the manifest m.yaml cannot be declared in URL, 1 problem:
- a: owner: { alias: "no.one" } in URL: 0 identities match. ${spelling}
${advice}`,
    );
  });

  it("tells a person who is in a list twice after the maps", async () => {
    const map = new ReferenceMap({ "test.one": grace.email, "test.two": grace.alias }, {});
    const twice = [{ alias: "test.one" }, { alias: "test.two" }];
    const sources = [source("a", { approvers: twice }), source("b", { accountManagers: twice })];
    const same = (list: string) =>
      `{ alias: "${grace.alias}" } is the same person or group as ${list}[0] (id ${grace.id}); give each once`;
    expect(await said(sources, map)).toBe(
      [
        "the manifest m.yaml cannot be declared in URL, 2 problems:",
        `- a: approvers[1]: ${same("approvers")}`,
        `- b: accountManagers[1]: ${same("accountManagers")}`,
        advice,
      ].join("\n"),
    );
  });

  it.each([403, 500])(
    "tells a look-up that fails with %d once, however many sources wait",
    async (status) => {
      world.simulator.faults.add({ template: "/public-identities", status, times: "always" });
      const people = Array.from({ length: 50 }, (_, at) =>
        source(`s${at}`, { owner: { alias: `p.${at}` } }),
      );
      const message = await said(people);
      const lines = message.split("\n");
      expect(lines[0]).toBe("the manifest m.yaml cannot be declared in URL, 1 problem:");
      expect(lines[1]).toMatch(
        new RegExp(`^- people or groups could not be looked up: .*: ${status} .*\\(tracking id `),
      );
      expect(lines.slice(2)).toEqual(["Nothing of it was written."]);
      expect(message).not.toContain("p.49");
      expect(message).not.toContain(world.simulator.clientSecret);
    },
  );

  it("tells a look-up that fails beside those who are missing", async () => {
    world.simulator.faults.add({ template: "/workgroups", status: 403, times: "always" });
    const sources = [
      source("a", { managementWorkgroup: { name: plantDesk.name } }),
      source("b", { owner: { alias: "no.one" } }),
      source("c", { approvers: [{ governanceGroup: plantDesk.name }] }),
    ];
    const lines = (await said(sources)).split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain("2 problems:");
    expect(lines[1]).toBe(
      `- b: owner: { alias: "no.one" } in URL: 0 identities match. ${spelling}`,
    );
    expect(lines[2]).toMatch(/^- people or groups could not be looked up: .*403/);
    expect(lines[3]).toBe(advice);
  });

  it("opens the tenant that the declaration names", async () => {
    const { tenants } = world.process();
    const declaration = {
      sources: declareManifest(of(source("a")), noMap()),
      forceDestroy: undefined,
      warnings: [],
      what: "it",
    };
    await checkTenantDeclaration(tenants, world.call, { ...declaration, tenant: undefined });
    const wrong = checkTenantDeclaration(tenants, world.call, { ...declaration, tenant: "sandbx" });
    expect((await failure(wrong)).message).toContain('"sandbx"');
    expect(world.calls()).toEqual(["GET /public-identities"]);
  });

  it("ends when the call is given up", async () => {
    const controller = new AbortController();
    controller.abort();
    const checking = checkDeclared(
      world.process().tenant,
      { ...world.call, signal: controller.signal },
      declareManifest(of(source("a"), source("b")), noMap()),
      "it",
    );
    await expect(checking).rejects.toThrow();
    expect(world.calls()).toEqual([]);
  });
});
