/** What a tenant has that a stack neither manages nor looks up. */
import type { CallOptions } from "../api";
import { listAttributes } from "../resources/find";
import type { Tenant } from "../resources/tenant";
import type { ManagedType } from "./difference";

/** The ids that a stack has in one tenant. */
export interface Known {
  /** `sourceId`s of sources that it manages. */
  sources: ReadonlySet<string>;
  /** `<sourceId>/<attributeId>` of attributes that it manages. */
  attributes: ReadonlySet<string>;
  /** Ids of either kind that it looks up: somebody else manages them, and what belongs to them. */
  lookedUp: ReadonlySet<string>;
}

/** An object that nobody declares. */
export interface UnmanagedObject {
  type: ManagedType;
  /** As `.get` and `pulumi import` take it. */
  id: string;
  /** `Contractors`, or `Contractors/costCenter`. */
  name: string;
}

/**
 * Lists the sources that a stack does not know, and the custom attributes that it does not know of the sources which it manages.
 * One list of sources, and one of attributes for each managed source.
 *
 * @see listNonEmployeeSources, getNonEmployeeSourceSchemaAttributes
 */
export async function findUnmanaged(
  tenant: Tenant,
  options: CallOptions,
  known: Known,
): Promise<UnmanagedObject[]> {
  const sources = await tenant.reads.sources(options);
  const found = await Promise.all(
    sources.map(async ({ sourceId, name }): Promise<UnmanagedObject[]> => {
      if (!known.sources.has(sourceId)) {
        if (known.lookedUp.has(sourceId)) return [];
        return [{ type: "NonEmployeeSource", id: sourceId, name }];
      }
      const attributes = await listAttributes(tenant, options, sourceId);
      return attributes
        .filter(({ system }) => !system)
        .map(({ id, technicalName }): UnmanagedObject => {
          return {
            type: "SchemaAttribute",
            id: `${sourceId}/${id}`,
            name: `${name}/${technicalName}`,
          };
        })
        .filter(({ id }) => !known.attributes.has(id) && !known.lookedUp.has(id));
    }),
  );
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}
