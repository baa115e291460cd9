/** The look-up functions in a program of this process, as the Automation API runs one: over HTTP to simulated tenants. */
import * as pulumi from "@pulumi/pulumi";
import {
  getGovernanceGroup,
  getGovernanceGroupOutput,
  getIdentity,
  getIdentityOutput,
  getSource,
  getSourceOutput,
  listSchemaAttributes,
  listSchemaAttributesOutput,
  listSources,
  listSourcesOutput,
} from "../../sdk";
import { DEFAULT_IDENTITIES, DEFAULT_WORKGROUPS } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { settled } from "./settled";

const { ada, grace, mary } = DEFAULT_IDENTITIES;
const adasEmail = "ada.lovelace@example.com";
const { plantDesk, plantAdministrators } = DEFAULT_WORKGROUPS;
const sourceId = "2c91808568c529c60168cca6f90c1313";
const created = "2023-04-17T08:31:05.265Z";

const seed = {
  sources: [
    {
      sourceId,
      name: "Contractors",
      description: "External staff",
      // The API drops zeros at the end of a fraction.
      created,
      owner: ada.id,
      managementWorkgroup: plantAdministrators.id,
      approvers: [grace.id],
      accountManagers: [plantDesk.id],
      attributes: [{ technicalName: "badge", label: "Badge" }],
    },
    {
      sourceId: "2c91808568c529c60168cca6f90c2424",
      name: "Visitors",
      description: "Visitors",
      owner: grace.id,
    },
  ],
};

let tenant: JudgedSimulator;
let other: JudgedSimulator;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: () => ({}),
  });
});
beforeEach(async () => {
  [tenant, other] = await Promise.all([startSimulator({ seed }), startSimulator()]);
  configure(tenant, { tenants: JSON.stringify({ sandbox: connection(other) }) });
});
afterEach(() => Promise.all([tenant.stop(), other.stop()]));

function connection({ url, clientId, clientSecret }: JudgedSimulator) {
  return { baseUrl: url, clientId, clientSecret };
}

function configure(simulator: JudgedSimulator, further: Record<string, string> = {}): void {
  const keys = { ...connection(simulator), ...further };
  const config = Object.entries(keys).map(([key, value]) => [`sailpoint:${key}`, value]);
  pulumi.runtime.setAllConfig(Object.fromEntries(config));
}

/** What a program gives back, run with a stack as the engine does. */
async function inProgram<T>(work: () => Promise<T>): Promise<T> {
  const results: T[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    results.push(await work());
  });
  const [result] = results;
  if (result === undefined) throw new Error("the program gave nothing");
  return result;
}

/** The message of a failure, which must be one that Pulumi shows without a stack trace. */
async function failure(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!pulumi.RunError.isInstance(error)) throw new Error(`no RunError: ${String(error)}`);
  return error.message;
}

function callsOf({ requests }: JudgedSimulator): string[] {
  return requests.map(({ method, template }) => `${method} ${template}`);
}

/** Arguments as a JavaScript program can give them, which no compiler has seen. */
const untyped = <T>(value: unknown) => value as T;

describe("the look-up functions", () => {
  it("give plain objects, with nothing null", async () => {
    const { source, attributes, person, group } = await inProgram(async () => ({
      source: await getSource({ name: "Contractors" }),
      attributes: await listSchemaAttributes({ sourceId }),
      person: await getIdentity({ alias: "MARY.jackson" }),
      group: await getGovernanceGroup({ name: "plant desk" }),
    }));
    const [stored] = tenant.store.sources();
    expect(source).toEqual({
      sourceId,
      nonEmployeeSourceId: stored?.id,
      name: "Contractors",
      description: "External staff",
      owner: { id: ada.id, name: ada.name },
      ownerId: ada.id,
      managementWorkgroup: { id: plantAdministrators.id, name: plantAdministrators.name },
      managementWorkgroupId: plantAdministrators.id,
      approvers: [{ id: grace.id, type: "IDENTITY" }],
      accountManagers: [{ id: plantDesk.id, type: "GOVERNANCE_GROUP" }],
      approverIds: [grace.id],
      accountManagerIds: [plantDesk.id],
      created,
      tenantUrl: tenant.url,
    });
    expect(attributes.map(({ isSystem }) => isSystem)).toEqual([...Array(8).fill(true), false]);
    expect(attributes.at(-1)).toEqual({
      attributeId: tenant.store.customAttributesOf(sourceId)[0]?.id,
      sourceId,
      technicalName: "badge",
      label: "Badge",
      type: "TEXT",
      helpText: undefined,
      placeholder: undefined,
      required: false,
      isSystem: false,
    });
    const { id, name, alias, email } = mary;
    expect(person).toEqual({ id, name, alias, email, isInactive: true });
    expect(group).toEqual({ id: plantDesk.id, name: plantDesk.name });
  });

  it("share one list, one client and one token in a program, and nothing with the next program", async () => {
    const lookAround = () =>
      Promise.all([
        listSources(),
        listSources(),
        getSource({ name: "Visitors" }),
        getSource({ sourceId }),
        getIdentity({ email: adasEmail }),
        getIdentity({ email: `${grace.alias}@example.com` }),
        getIdentity({ email: adasEmail }),
      ]);
    const results = await inProgram(lookAround);
    expect(results[0].map(({ name }) => name)).toEqual(["Contractors", "Visitors"]);
    const expected = [
      "POST /oauth/token",
      "GET /non-employee-sources",
      "GET /sources",
      "GET /public-identities",
    ];
    expect(callsOf(tenant).sort()).toEqual([...expected].sort());
    await inProgram(lookAround);
    expect(callsOf(tenant).sort()).toEqual([...expected, ...expected].sort());
  });

  it("read the configuration of the program that runs", async () => {
    configure(other);
    expect(await inProgram(() => listSources())).toEqual([]);
    configure(tenant);
    expect(await inProgram(() => listSources())).toHaveLength(2);
  });

  it("ask the tenant that is named", async () => {
    const names = await inProgram(async () => [
      (await listSources({ tenant: "sandbox" })).length,
      (await listSources()).length,
    ]);
    expect(names).toEqual([0, 2]);
    expect(callsOf(other)).toContain("GET /non-employee-sources");
    const person = await inProgram(() => getIdentity({ alias: "ada.lovelace", tenant: "sandbox" }));
    expect(person.id).toBe(ada.id);
  });

  it("say what is wrong with the configuration once, and never show its secret", async () => {
    pulumi.runtime.setAllConfig({ "sailpoint:clientSecret": "hush" });
    const errors = await inProgram(async () => {
      const all = await Promise.allSettled([listSources(), getIdentity({ id: ada.id })]);
      return all.map((result) => (result.status === "rejected" ? result.reason : undefined));
    });
    expect(errors[0]).toBe(errors[1]);
    expect(String(errors[0])).toContain("sailpoint:clientId is missing");
    expect(String(errors[0])).not.toContain("hush");
  });
});

describe("a look-up that fails", () => {
  it("names the function, what was searched and what matched", async () => {
    other.behaviour.uniqueNames = "none";
    const messages = await inProgram(async () => [
      await failure(getSource({ name: "contractors" })),
      await failure(getSource({ sourceId: "2c91" })),
      await failure(listSchemaAttributes({ sourceId: "2c91808568c529c60168cca6f90c0000" })),
      await failure(getIdentity({ email: "nobody@example.com" })),
      await failure(getGovernanceGroup({ id: "2c91" })),
    ]);
    const where = tenant.url;
    expect(messages).toEqual([
      `getSource: no non-employee source of ${where} has the name "contractors" (searched 2); there is "Contractors". Check it, and that this is the right tenant.`,
      `getSource: no non-employee source of ${where} has the sourceId "2c91" (searched 2). Check it, and that this is the right tenant.`,
      `listSchemaAttributes: "2c91808568c529c60168cca6f90c0000" is not the sourceId of a non-employee source of ${where}. Check it, and that this is the right tenant.`,
      `getIdentity: no identity of ${where} has the e-mail "nobody@example.com". Check it, and that this is the right tenant.`,
      `getGovernanceGroup: no governance group of ${where} has the id "2c91". Check it, and that this is the right tenant.`,
    ]);
  });

  it("names everybody who matches", async () => {
    const twin = { ...ada, id: "2c9180835d191a86015d28455b4a9999", alias: "ada.two" };
    const twins = await startSimulator({
      seed: { ...seed, identities: [...Object.values(DEFAULT_IDENTITIES), twin] },
    });
    configure(twins);
    const message = await inProgram(() => failure(getIdentity({ email: adasEmail })));
    expect(message).toMatch(
      /^getIdentity: 2 identities of \S+ have the e-mail "ada.lovelace@example.com": Ada Lovelace \(\S+\) and Ada Lovelace \(\S+\). Name the right one by its id\.$/,
    );
    expect(message).toContain(twin.id);
    await twins.stop();
  });

  it("refuses wrong arguments before any request, naming what is accepted", async () => {
    const source = untyped<{ name: string }>;
    const messages = await inProgram(async () => [
      await failure(getSource(source({}))),
      await failure(getSource(source({ name: "A", sourceId }))),
      await failure(getSource(source({ name: 3 }))),
      await failure(getSource(source({ nam: "A" }))),
      await failure(getSource(source({ name: " ", tenant: null }))),
      await failure(getSource(source("Contractors"))),
      await failure(listSources(untyped({ name: "A" }))),
      await failure(getSource(source({ name: pulumi.output("A") }))),
      await failure(getIdentity(untyped({ id: Promise.resolve("A") }))),
    ]);
    const takes =
      "It takes { name }: the name of a non-employee source, or { sourceId }: its 32 hex characters; besides { tenant }, if it is not the default one.";
    expect(messages).toEqual([
      `getSource: exactly one of name and sourceId is needed, got none. ${takes}`,
      `getSource: exactly one of name and sourceId is needed, got name and sourceId. ${takes}`,
      `getSource: name must be the name of a non-employee source, got the number 3. ${takes}`,
      `getSource: "nam" is not an argument; did you mean "name"? Accepted are name, sourceId and tenant. ${takes}`,
      `getSource: name must be the name of a non-employee source, got a blank one. ${takes}`,
      `getSource: got a string. ${takes}`,
      'listSources: "name" is not an argument. Accepted are tenant. It takes { tenant }, if it is not the default one.',
      "getSource: name is an output, whose value is known later only. Use getSourceOutput, which takes it and gives an output.",
      "getIdentity: id is a promise, whose value is known later only. Use getIdentityOutput, which takes it and gives an output.",
    ]);
    expect(tenant.requests).toEqual([]);
  });

  it("is told with what the API said, and is not kept", async () => {
    tenant.faults.add({ operationId: "listWorkgroups", status: 403, times: 1 });
    const found = await inProgram(async () => {
      const message = await failure(getGovernanceGroup({ name: plantDesk.name }));
      expect(message).toMatch(/^getGovernanceGroup: list governance groups: 403 .*scope/);
      return await getGovernanceGroup({ name: plantDesk.name });
    });
    expect(found.id).toBe(plantDesk.id);
  });
});

describe("the output forms", () => {
  it("take outputs, and keep their secrecy", async () => {
    const [plain, secret, all] = await inProgram(async () => {
      const open = getSourceOutput({ name: pulumi.output("Contractors") });
      const hidden = getIdentityOutput({ email: pulumi.secret(adasEmail) });
      expect(await pulumi.isSecret(open)).toBe(false);
      expect(await pulumi.isSecret(hidden)).toBe(true);
      return await Promise.all([
        settled(open.ownerId),
        settled(hidden.id),
        settled(listSourcesOutput()),
      ]);
    });
    expect(plain).toBe(ada.id);
    expect(secret).toBe(ada.id);
    expect(all).toHaveLength(2);
  });

  it("ask for a group and for the attributes of a source that another look-up gives", async () => {
    const [group, attributes] = await inProgram(async () => {
      const found = getSourceOutput({ name: "Contractors" });
      return await Promise.all([
        settled(getGovernanceGroupOutput({ id: found.accountManagerIds[0] ?? "" })),
        settled(listSchemaAttributesOutput({ sourceId: found.sourceId })),
      ]);
    });
    expect(group).toEqual({ id: plantDesk.id, name: plantDesk.name });
    expect(attributes.at(-1)?.technicalName).toBe("badge");
  });
});
