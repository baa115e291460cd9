/** `.get` of both classes and what hangs on it, in a program of this process: what it registers with the engine. */
import * as pulumi from "@pulumi/pulumi";
import { NonEmployeeSource, SchemaAttribute, type SchemaAttributeArgs } from "../../sdk";
import { settled } from "./settled";

const registered: pulumi.runtime.MockResourceArgs[] = [];
const sourceId = "2c91808568c529c60168cca6f90c1313";
const badge = { technicalName: "badge", label: "Badge" };

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: (resource) => {
      registered.push(resource);
      // A source that is read by its name has another id than its sourceId.
      return { id: resource.id ?? `${resource.name}-id`, state: { ...resource.inputs, sourceId } };
    },
    call: () => ({}),
  }),
);
beforeEach(() => {
  registered.length = 0;
});

describe("NonEmployeeSource.get", () => {
  it("reads by the id as it is given, and passes the tenant", async () => {
    const source = NonEmployeeSource.get("shared", "name:Contractors", { tenant: "sandbox" });
    expect(await settled(source.id)).toBe("name:Contractors");
    expect(await settled(source.sourceId)).toBe(sourceId);
    expect(registered).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/sailpoint:NonEmployeeSource",
        name: "shared",
        id: "name:Contractors",
        inputs: { tenant: "sandbox" },
      },
    ]);
  });

  it.each(["", "  ", undefined, null])("refuses the id %j, which would make something", (id) => {
    expect(() => NonEmployeeSource.get("shared", id as string)).toThrow(
      "get: the id is missing or blank; give the id of what exists, or name:<its name>",
    );
    expect(registered).toEqual([]);
  });

  it("gives its attributes the sourceId and the tenant that it has", async () => {
    const source = NonEmployeeSource.get("shared", "name:Contractors", { tenant: "sandbox" });
    const attribute = new SchemaAttribute("badge", { source, ...badge });
    await settled(attribute.urn);
    expect(registered[1]?.inputs).toMatchObject({ ...badge, sourceId, tenant: "sandbox" });
  });
});

describe("SchemaAttribute.get", () => {
  it("reads by the ids of source and attribute", async () => {
    const attribute = SchemaAttribute.get("badge", `${sourceId}/name:badge`);
    expect(await settled(attribute.id)).toBe(`${sourceId}/name:badge`);
    expect(registered).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/sailpoint:SchemaAttribute",
        name: "badge",
        id: `${sourceId}/name:badge`,
      },
    ]);
  });
});

describe("an attribute", () => {
  const declare = (args: unknown) => () => {
    // As a JavaScript program can give it, which no compiler has seen.
    new SchemaAttribute("badge", args as SchemaAttributeArgs);
  };

  it("refuses a source that is none, naming what it got", () => {
    expect(declare({ source: sourceId, ...badge })).toThrow(
      'SchemaAttribute "badge": source must be a NonEmployeeSource, got a string; for the id of a source use sourceId',
    );
    expect(declare({ source: { sourceId }, ...badge })).toThrow("got an object that is none");
  });

  it("refuses a tenant beside its source, unless it is that of the source", () => {
    const args = { name: "Visitors", description: "Visitors", owner: { id: "2c91" } };
    const source = new NonEmployeeSource("visitors", { ...args, tenant: "sandbox" });
    expect(declare({ source, ...badge, tenant: "other" })).toThrow(
      'SchemaAttribute "badge": tenant is given beside source; leave it out',
    );
    expect(declare({ source, ...badge, tenant: "sandbox" })).not.toThrow();
  });

  it("may be declared in two tenants, and not twice in one", async () => {
    await pulumi.runtime.runInPulumiStack(async () => {
      declare({ sourceId, ...badge, tenant: "sandbox" })();
      declare({ sourceId, ...badge })();
      expect(declare({ sourceId, ...badge, tenant: "sandbox" })).toThrow("is declared twice");
    });
  });
});

describe("a source", () => {
  it("may be declared in two tenants, and not twice in one, which is named", async () => {
    await pulumi.runtime.runInPulumiStack(async () => {
      const declare = (resource: string, tenant?: pulumi.Input<string>) => () => {
        const args = { name: "Guests", description: "Guests", owner: { id: "2c91" } };
        new NonEmployeeSource(resource, { ...args, tenant });
      };
      declare("here")();
      declare("there", "sandbox")();
      declare("later", pulumi.output("sandbox"))();
      expect(declare("again", "sandbox")).toThrow(
        'the non-employee source "Guests" of the tenant "sandbox" is declared twice, by the resources "there" and "again"',
      );
    });
  });
});
