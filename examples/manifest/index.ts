import { NonEmployeeTenant } from "pulumi-sailpoint-nonemployee";

const company = new NonEmployeeTenant("company", { manifest: "manifest.yaml" });

/** The id of each source, by its key: for identity profiles, and for programs that write records. */
export const sourceIds = Object.fromEntries(
  Object.entries(company.sources).map(([key, { sourceId }]) => [key, sourceId]),
);

/** One source and one attribute, where another stack needs just these. */
export const contractorsSourceId = company.sources.contractors?.sourceId;
export const costCenterAttributeId = company.schemaAttributes.contractors?.costCenter?.attributeId;
