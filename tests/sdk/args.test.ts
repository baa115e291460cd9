/** The arguments that people read about, and the schemas that the provider checks, say the same: proven by the compiler. */
import type { Unwrap } from "@pulumi/pulumi";
import type { z } from "zod";
import type { nonEmployeeSourceArgsSchema } from "../../provider/resources/non-employee-source-field";
import { nonEmployeeSourceFields } from "../../provider/resources/non-employee-source-field";
import type { schemaAttributeArgsSchema } from "../../provider/resources/schema-attribute-field";
import { schemaAttributeFields } from "../../provider/resources/schema-attribute-field";
import type {
  NonEmployeeSource,
  NonEmployeeSourceArgs,
  SchemaAttribute,
  SchemaAttributeArgs,
} from "../../sdk";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = { [K in keyof T]: T[K] };

/** `type` is a literal to the reader and any string to the check, which explains what is wrong with it. */
type CheckedAttribute = Flat<Omit<z.input<typeof schemaAttributeArgsSchema>, "type" | "sourceId">>;
type DeclaredAttribute = Flat<Omit<Unwrap<SchemaAttributeArgs>, "type" | "source" | "sourceId">>;

const areEqual: [
  Equal<Flat<Unwrap<NonEmployeeSourceArgs>>, Flat<z.input<typeof nonEmployeeSourceArgsSchema>>>,
  Equal<DeclaredAttribute, CheckedAttribute>,
] = [true, true];

/** Every field of the table is a property of the class; compiled, and listed here once. */
const sourceProperties: Record<
  Exclude<keyof NonEmployeeSource, "id" | "urn" | "getProvider">,
  true
> = {
  name: true,
  description: true,
  owner: true,
  managementWorkgroup: true,
  approvers: true,
  accountManagers: true,
  forceDestroy: true,
  tenant: true,
  sourceId: true,
  nonEmployeeSourceId: true,
  ownerId: true,
  managementWorkgroupId: true,
  approverIds: true,
  accountManagerIds: true,
  created: true,
  tenantUrl: true,
};
const attributeProperties: Record<
  Exclude<keyof SchemaAttribute, "id" | "urn" | "getProvider">,
  true
> = {
  sourceId: true,
  technicalName: true,
  label: true,
  type: true,
  helpText: true,
  placeholder: true,
  required: true,
  forceDestroy: true,
  tenant: true,
  attributeId: true,
  created: true,
  tenantUrl: true,
};

describe("arguments, schemas, field tables and classes", () => {
  it("have the same argument types", () => {
    expect(areEqual).toEqual([true, true]);
  });

  it("have the same properties", () => {
    const names = (fields: readonly { name: string }[]) => fields.map(({ name }) => name).sort();
    expect(names(nonEmployeeSourceFields)).toEqual(Object.keys(sourceProperties).sort());
    expect(names(schemaAttributeFields)).toEqual(Object.keys(attributeProperties).sort());
  });
});
