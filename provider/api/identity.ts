import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { fetchNamed, type ListDefinition } from "./list";
import { operations } from "./operation";
import { checkAnswer, queryTextSchema, referenceSchema, sortersSchema } from "./schema";

/** A person as administrators see them. */
export const identitySchema = z.looseObject({
  /** 32 hex digits: what owners, approvers and account managers take. */
  id: z.string().min(1),
  /** Display name; not unique. */
  name: z.string(),
  /** Account name on the authoritative source, unique: what the `manager` of a record takes. */
  alias: z.string().nullish(),
  emailAddress: z.string().nullish(),
  /** `ACTIVE`, `TERMINATED` and others; the API may add more. */
  identityStatus: z.string().nullish(),
  /** `OK` or `ERROR`. */
  processingState: z.string().nullish(),
  managerRef: referenceSchema.nullish(),
  isManager: z.boolean().nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  lifecycleState: z.looseObject({ stateName: z.string().nullish() }).nullish(),
  /** ISO 8601 instant. */
  created: z.string().nullish(),
  modified: z.string().nullish(),
});

/** A person as administrators see them. */
export type Identity = z.infer<typeof identitySchema>;

const querySchema = z.strictObject({
  filters: queryTextSchema.optional(),
  sorters: sortersSchema(["name", "alias", "cloudStatus"]).optional(),
  defaultFilter: z.enum(["CORRELATED_ONLY", "NONE"]).optional(),
});

/** What a list of identities may be asked for. */
export interface IdentitiesQuery {
  /**
   * Over `id` (eq, in), `name`, `alias`, `firstname`, `lastname`, `email` (eq, sw), `cloudStatus`, `processingState`,
   * `correlated`, `protected` (eq), for example `equals("email", "ada@example.com")`.
   */
  filters?: string;
  /** Comma list over `name`, `alias`, `cloudStatus`. @default "name" */
  sorters?: string;
  /** `NONE` lists people who are not correlated, too. @default "CORRELATED_ONLY" */
  defaultFilter?: "CORRELATED_ONLY" | "NONE";
}

const identityList: ListDefinition<IdentitiesQuery, Identity> = {
  operation: operations.listIdentities,
  label: "list identities",
  querySchema,
  itemSchema: identitySchema,
  toParameters: ({ filters, defaultFilter }) => ({ filters, defaultFilter }),
};

/** Lists the identities that match, all pages; needs a token with a user. @see listIdentities */
export function listIdentities(
  caller: Caller,
  query: IdentitiesQuery = {},
  call?: CallOptions,
): Promise<Identity[]> {
  return fetchNamed(caller, identityList, query, call);
}

/** Reads one identity; needs a token with a user. @see getIdentity */
export async function getIdentity(
  caller: Caller,
  id: string,
  call?: CallOptions,
): Promise<Identity> {
  const answer = await caller.call(
    { operation: operations.getIdentity, parameters: { id }, label: `read identity ${id}` },
    call,
  );
  return checkAnswer(identitySchema, answer);
}
