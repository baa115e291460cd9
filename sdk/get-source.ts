import type * as pulumi from "@pulumi/pulumi";
import type { SchemaAttributeResult, SourceResult } from "../provider/resources/result";
import { type Find, lookUp, lookUpOutput } from "./finder";
import type { InTenant, OrOutputs } from "./look-up";

/** By what {@link getSource} finds: exactly one of `name` and `sourceId`. */
export type GetSourceArgs = InTenant &
  (
    | {
        /** Name of the source, as it is written in the tenant. */
        name: string;
        sourceId?: undefined;
      }
    | {
        /** 32 hex characters. */
        sourceId: string;
        name?: undefined;
      }
  );

/** Which source {@link listSchemaAttributes} lists the attributes of. */
export type ListSchemaAttributesArgs = InTenant & {
  /** 32 hex characters. */
  sourceId: string;
};

/**
 * Finds a non-employee source of the tenant, managed by this program or not. It looks when the program runs, also in a preview,
 * and writes nothing. All look-ups of a program share one list of the sources.
 *
 * @throws pulumi.RunError if there is no such source, if several have the name, or if the tenant cannot be asked
 * @see listNonEmployeeSources, listSources
 *
 * @example An attribute of a source that is managed elsewhere
 * ```ts
 * const { sourceId } = await getSource({ name: "Contractors" });
 * new SchemaAttribute("badge", { sourceId, technicalName: "badge", label: "Badge number" });
 * ```
 */
export function getSource(args: GetSourceArgs): Promise<SourceResult> {
  return lookUp("getSource", args, findGetSource);
}

/**
 * {@link getSource} for arguments that may be outputs. In a preview in which one of them is not known yet, the result is not
 * known either.
 *
 * @throws as `getSource`, when the program runs
 * @see listNonEmployeeSources, listSources
 *
 * @example The owner of another source
 * ```ts
 * const contractors = getSourceOutput({ name: "Contractors" });
 * new NonEmployeeSource("visitors", {
 *   name: "Visitors",
 *   description: "Visitors of the plants",
 *   owner: { id: contractors.ownerId },
 * });
 * ```
 */
export function getSourceOutput(
  args: pulumi.Input<OrOutputs<GetSourceArgs>>,
): pulumi.Output<SourceResult> {
  return lookUpOutput("getSource", args, findGetSource);
}

/**
 * Every non-employee source of the tenant, by name, whoever manages it. One list of the sources and one of their owners and groups
 * for a program, shared with {@link getSource}.
 *
 * @throws pulumi.RunError if the tenant cannot be asked, or its list is not complete
 * @see listNonEmployeeSources, listSources
 */
export function listSources(args: InTenant = {}): Promise<SourceResult[]> {
  return lookUp("listSources", args, findListSources);
}

/**
 * {@link listSources} for arguments that may be outputs.
 *
 * @throws as `listSources`, when the program runs
 * @see listNonEmployeeSources, listSources
 */
export function listSourcesOutput(
  args: pulumi.Input<OrOutputs<InTenant>> = {},
): pulumi.Output<SourceResult[]> {
  return lookUpOutput("listSources", args, findListSources);
}

/**
 * Every attribute of a non-employee source, those of the system first.
 *
 * @throws pulumi.RunError if there is no such source, or the tenant cannot be asked
 * @see getNonEmployeeSourceSchemaAttributes
 */
export function listSchemaAttributes(
  args: ListSchemaAttributesArgs,
): Promise<SchemaAttributeResult[]> {
  return lookUp("listSchemaAttributes", args, findListSchemaAttributes);
}

/**
 * {@link listSchemaAttributes} for arguments that may be outputs. In a preview in which `sourceId` is not known yet, the result
 * is not known either.
 *
 * @throws as `listSchemaAttributes`, when the program runs
 * @see getNonEmployeeSourceSchemaAttributes
 */
export function listSchemaAttributesOutput(
  args: pulumi.Input<OrOutputs<ListSchemaAttributesArgs>>,
): pulumi.Output<SchemaAttributeResult[]> {
  return lookUpOutput("listSchemaAttributes", args, findListSchemaAttributes);
}

const findGetSource: Find<SourceResult> = (finder, args) => finder.getSource(args);
const findListSources: Find<SourceResult[]> = (finder, args) => finder.listSources(args);
const findListSchemaAttributes: Find<SchemaAttributeResult[]> = (finder, args) =>
  finder.listSchemaAttributes(args);
