import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { fetchNamed, type ListDefinition } from "./list";
import { operations } from "./operation";
import { nullAs, queryTextSchema, referenceSchema, sortersSchema } from "./schema";

/** A person as everybody in the tenant may see them. */
export const publicIdentitySchema = z.looseObject({
  /** 32 hex digits: what owners, approvers and account managers take. */
  id: z.string().min(1),
  /** Display name; not unique. */
  name: z.string().nullish(),
  /** Account name on the authoritative source, unique: what the `manager` of a record takes. */
  alias: z.string().nullish(),
  email: z.string().nullish(),
  /** Name of the lifecycle state. */
  status: z.string().nullish(),
  /** `ACTIVE`, `INACTIVE_SHORT_TERM` or `INACTIVE_LONG_TERM`; the API may add others. */
  identityState: z.string().nullish(),
  manager: referenceSchema.nullish(),
  attributes: nullAs(
    z.array(z.looseObject({ key: z.string().nullish(), value: z.unknown() })),
    () => [],
  ),
});

/** A person as everybody in the tenant may see them. */
export type PublicIdentity = z.infer<typeof publicIdentitySchema>;

const querySchema = z.strictObject({
  filters: queryTextSchema.optional(),
  sorters: sortersSchema(["name"]).optional(),
  addCoreFilters: z.boolean().optional(),
});

/** What a list of people may be asked for. */
export interface PublicIdentitiesQuery {
  /** Over `id` (eq, in) and `alias`, `email`, `firstname`, `lastname` (eq, sw), for example `equals("alias", "ada")`. */
  filters?: string;
  /** `name` or `-name`. @default "name" */
  sorters?: string;
  /** Leaves out people who are incomplete or not correlated. @default false */
  addCoreFilters?: boolean;
}

const publicIdentityList: ListDefinition<PublicIdentitiesQuery, PublicIdentity> = {
  operation: operations.getPublicIdentities,
  label: "list public identities",
  querySchema,
  itemSchema: publicIdentitySchema,
  toParameters: ({ filters, addCoreFilters }) => ({
    filters,
    "add-core-filters": addCoreFilters === true ? "true" : undefined,
  }),
};

/** Lists the people who match, all pages; needs a token with a user. @see getPublicIdentities */
export function getPublicIdentities(
  caller: Caller,
  query: PublicIdentitiesQuery = {},
  call?: CallOptions,
): Promise<PublicIdentity[]> {
  return fetchNamed(caller, publicIdentityList, query, call);
}
