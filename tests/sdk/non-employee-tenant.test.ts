/** The component of a whole tenant in a program of this process, over HTTP to a simulated tenant. */
import * as pulumi from "@pulumi/pulumi";
import { NonEmployeeTenant, type NonEmployeeTenantArgs } from "../../sdk";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { settled } from "./settled";

const { ada } = DEFAULT_IDENTITIES;
const registered: pulumi.runtime.MockResourceArgs[] = [];
const manifest = {
  version: 1 as const,
  sources: [
    {
      name: "Contractors",
      description: "External staff",
      owner: { alias: "ada.lovelace" },
      approvers: [{ alias: "test.manager" }],
      schemaAttributes: [{ technicalName: "badge", label: "Badge" }],
    },
    { key: "guests", name: "Visitors", description: "Visitors", owner: { email: ada.email ?? "" } },
  ],
};

let tenant: JudgedSimulator;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: (resource) => {
      registered.push(resource);
      return { id: `${resource.name}-id`, state: resource.inputs };
    },
    call: () => ({}),
  });
});
beforeEach(async () => {
  registered.length = 0;
  tenant = await startSimulator();
  pulumi.runtime.setAllConfig({
    "sailpoint:baseUrl": tenant.url,
    "sailpoint:clientId": tenant.clientId,
    "sailpoint:clientSecret": tenant.clientSecret,
  });
});
afterEach(() => tenant.stop());

/** Arguments as a JavaScript program can give them, which no compiler has seen. */
const untyped = (args: unknown) => args as NonEmployeeTenantArgs;

describe("NonEmployeeTenant", () => {
  it("registers sources and attributes by their keys, with the people of the maps, below itself", async () => {
    await pulumi.runtime.runInPulumiStack(async () => {
      const component = new NonEmployeeTenant("plant", {
        manifest,
        people: { "test.manager": "grace.hopper@example.com" },
        forceDestroy: true,
      });
      expect(Object.keys(component.sources)).toEqual(["contractors", "guests"]);
      const badge = component.schemaAttributes.contractors?.badge;
      expect(component.schemaAttributes.guests).toEqual({});
      if (badge === undefined) throw new Error("no badge");
      expect(await settled(badge.id)).toBe("plant/contractors/badge-id");
    });
    const inputsOf = (name: string) => registered.find((one) => one.name === name)?.inputs;
    expect(inputsOf("plant/contractors")).toMatchObject({
      name: "Contractors",
      owner: { alias: "ada.lovelace" },
      approvers: [{ email: "grace.hopper@example.com" }],
      forceDestroy: true,
    });
    expect(inputsOf("plant/contractors/badge")).toMatchObject({
      sourceId: "plant/contractors-id",
      technicalName: "badge",
      forceDestroy: true,
    });
    expect(inputsOf("plant/guests")).not.toHaveProperty("approvers");
  });

  it("asks for everybody together before a resource is registered", async () => {
    const people = { "test.manager": "grace.hopper" };
    await pulumi.runtime.runInPulumiStack(async () => {
      const { sources } = new NonEmployeeTenant("plant", { manifest, people });
      expect(registered.filter(({ name }) => name.startsWith("plant/"))).toEqual([]);
      if (sources.guests === undefined) throw new Error("no guests");
      await settled(sources.guests.urn);
    });
    const calls = tenant.requests.map(({ method, template }) => `${method} ${template}`);
    expect(calls).toEqual(["POST /oauth/token", "GET /public-identities"]);
  });

  it.each<[unknown, string]>([
    [{ manifest: pulumi.output(manifest) }, "manifest is an output"],
    [{ manifest: Promise.resolve(manifest) }, "manifest is a promise"],
    [{ manifest, tenant: pulumi.output("sandbox") }, "tenant is an output"],
    [{ manifest, people: { "a@b.c": pulumi.output("d") } }, 'people["a@b.c"] is an output'],
    [pulumi.output({ manifest }), "its arguments are an output"],
  ])("refuses values that are known later only (%#)", async (args, what) => {
    await pulumi.runtime.runInPulumiStack(async () => {
      expect(() => new NonEmployeeTenant("plant", untyped(args))).toThrow(
        `NonEmployeeTenant "plant": ${what}, whose value is known later only; it takes plain values`,
      );
    });
    expect(registered.filter(({ name }) => name.startsWith("plant"))).toEqual([]);
  });

  it("refuses what is wrong with its arguments in one message without a stack", async () => {
    await pulumi.runtime.runInPulumiStack(async () => {
      const make = () => new NonEmployeeTenant("plant", untyped({ manifst: manifest, only: "a" }));
      expect(make).toThrow(/^NonEmployeeTenant "plant": its arguments cannot be used:\n- /);
      expect(make).toThrow('"manifst" is not an argument; did you mean "manifest"?');
      expect(make).toThrow("only must be a list of keys of sources, got a string");
    });
  });

  it("refuses the same source in a second component of one tenant", async () => {
    const people = { "test.manager": "grace.hopper" };
    await pulumi.runtime.runInPulumiStack(async () => {
      const { sources } = new NonEmployeeTenant("plant", { manifest, people });
      expect(() => new NonEmployeeTenant("other", { manifest, people })).toThrow(
        'the non-employee source "Contractors" is declared twice, by the resources "plant/contractors" and "other/contractors"',
      );
      if (sources.guests === undefined) throw new Error("no guests");
      await settled(sources.guests.urn);
    });
  });
});
