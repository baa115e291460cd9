/** What a record of a source has, and by which names the tenant's upload takes it. */
import type { CallOptions, SchemaAttribute } from "../api";
import { systemAttributes } from "../resources/system-attribute";
import type { Tenant } from "../resources/tenant";
import { listed } from "../resources/value";
import { quoted, shownName } from "./file-problem";

/** The name of one of the eight fields that every record has. */
export type SystemName = (typeof systemAttributes)[number];

/** One of the fields of a record. */
export interface Field {
  /** Its name in the list of records: one of the eight, or the technicalName of a custom attribute. */
  name: string;
  /** The same, if it is one of the eight. */
  system: SystemName | undefined;
  /** What people call it; the eight have none here. */
  label?: string;
  isRequired: boolean;
  /** Whether two texts of the same instant are the same value. */
  isDate: boolean;
  /** Its column in an upload to this tenant; undefined where an upload has none for it. */
  column: UploadColumn | undefined;
}

/** A column of the template. */
export interface UploadColumn {
  name: string;
  /** Its place in the template, from 0. */
  position: number;
}

/** The fields of a source. */
export interface SourceFields {
  /** The eight in the order of the template, then the custom attributes. */
  fields: readonly Field[];
  /** What is wrong with the template, so that nothing can be uploaded. */
  problems: string[];
  /** Why custom attributes have no column, if they have none. */
  withoutColumn: string;
}

const systemNames: readonly string[] = systemAttributes;

/**
 * Asks a tenant for the attributes of a source, and for the columns that its upload takes.
 *
 * @see getNonEmployeeSourceSchemaAttributes, exportNonEmployeeSourceSchemaTemplate
 */
export async function readFields(
  tenant: Tenant,
  call: CallOptions,
  sourceId: string,
): Promise<SourceFields> {
  const { client } = tenant;
  const attributes = await client.getNonEmployeeSourceSchemaAttributes(sourceId, call);
  const columns = await client.exportNonEmployeeSourceSchemaTemplate(sourceId, call).columns();
  return fieldsOf(attributes, columns);
}

/** @param columns of the template */
export function fieldsOf(
  attributes: readonly SchemaAttribute[],
  columns: readonly string[],
): SourceFields {
  const columnOf = (name: string | undefined): UploadColumn | undefined =>
    name === undefined ? undefined : { name, position: columns.indexOf(name) };
  const system = systemAttributes.map((name): Field => {
    const exact = columns.find((one) => one === name);
    const column = columnOf(exact ?? columns.find((one) => bare(one) === bare(name)));
    return { name, system: name, isRequired: true, isDate: /Date$/.test(name), column };
  });
  const missing = system.filter(({ column }) => column === undefined).map(({ name }) => name);
  const taken = new Set(system.map(({ column }) => column?.name));
  // A custom attribute that is called like one of the eight has no column of its own.
  const custom = attributes.filter(
    (one) => !one.system && !systemNames.includes(one.technicalName),
  );
  const heads = customHeads(
    custom,
    columns.filter((column) => !taken.has(column)),
  );
  const fields = custom.map(
    ({ technicalName, label, required, type }, index): Field => ({
      ...{ name: technicalName, system: undefined, label, isRequired: required },
      isDate: type === "DATE",
      column: typeof heads === "string" ? undefined : columnOf(heads[index]),
    }),
  );
  return {
    fields: [...system, ...fields],
    problems:
      missing.length === 0
        ? []
        : [`the tenant's template for an upload has no column ${listed(missing.map(shownName))}`],
    withoutColumn: typeof heads === "string" ? heads : "",
  };
}

/**
 * Nobody has published whether the columns of custom attributes are headed by technical names or by labels, or are there at all:
 * the template tells. A value in the wrong column would be another person's data, so where both fit, neither is taken.
 *
 * @returns a head for each attribute, or why there are none
 */
function customHeads(
  attributes: readonly SchemaAttribute[],
  columns: readonly string[],
): readonly string[] | string {
  if (columns.length === 0) return "the tenant's template for an upload has no custom attributes";
  const [byName, byLabel] = [
    attributes.map(({ technicalName }) => technicalName),
    attributes.map(({ label }) => label),
  ].map((heads) => (isSameSet(heads, columns) ? heads : undefined));
  if (byName && byLabel && byName.join("\n") !== byLabel.join("\n")) {
    return "the tenant's template for an upload can mean technical names and labels, which name different attributes; change the labels so that none of them is the technicalName of another attribute";
  }
  return byName ?? byLabel ?? whyNeither(attributes, columns);
}

function whyNeither(attributes: readonly SchemaAttribute[], columns: readonly string[]): string {
  const labels = attributes.map(({ label }) => label);
  const shared = labels.find(
    (label, index) => columns.includes(label) && labels.indexOf(label) < index,
  );
  if (shared !== undefined) {
    return `several attributes of the source have the label ${quoted(shared)}, so nobody can tell whose column it is in the tenant's template for an upload; give each of them a label of its own`;
  }
  return `the tenant's template for an upload has the columns ${listed(columns.map(shownName))}, which are neither the technical names nor the labels of the source's attributes`;
}

/** Whether each head has one column, and each column one head. */
function isSameSet(heads: readonly string[], columns: readonly string[]): boolean {
  return (
    heads.length === columns.length &&
    new Set(columns).size === columns.length &&
    columns.every((one) => heads.includes(one))
  );
}

/** `account.name`, `Account Name` and `accountName` are the same. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
