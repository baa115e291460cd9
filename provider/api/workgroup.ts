import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { fetchNamed, type ListDefinition } from "./list";
import { operations } from "./operation";
import { checkAnswer, queryTextSchema, referenceSchema, sortersSchema } from "./schema";

/** A governance group; the API calls it a workgroup. */
export const workgroupSchema = z.looseObject({
  /** UUID or 32 hex digits. */
  id: z.string().min(1),
  name: z.string(),
  description: z.string().nullish(),
  owner: referenceSchema.nullish(),
  memberCount: z.number().nullish(),
  connectionCount: z.number().nullish(),
  /** ISO 8601 instant. */
  created: z.string().nullish(),
  modified: z.string().nullish(),
});

/** A governance group. */
export type Workgroup = z.infer<typeof workgroupSchema>;

const querySchema = z.strictObject({
  filters: queryTextSchema.optional(),
  sorters: sortersSchema(["name", "created", "modified", "id", "description"]).optional(),
});

/** What a list of governance groups may be asked for. */
export interface WorkgroupsQuery {
  /** Over `id` (eq, in, sw), `name` (eq, sw, in) and `memberships.identityId` (eq, in). */
  filters?: string;
  /** Comma list over `name`, `created`, `modified`, `id`, `description`. @default "name" */
  sorters?: string;
}

const workgroupList: ListDefinition<WorkgroupsQuery, Workgroup> = {
  operation: operations.listWorkgroups,
  label: "list governance groups",
  querySchema,
  itemSchema: workgroupSchema,
  toParameters: ({ filters }) => ({ filters }),
};

/** Lists the governance groups that match, all pages. @see listWorkgroups */
export function listWorkgroups(
  caller: Caller,
  query: WorkgroupsQuery = {},
  call?: CallOptions,
): Promise<Workgroup[]> {
  return fetchNamed(caller, workgroupList, query, call);
}

/** Reads one governance group. @see getWorkgroup */
export async function getWorkgroup(
  caller: Caller,
  id: string,
  call?: CallOptions,
): Promise<Workgroup> {
  const answer = await caller.call(
    {
      operation: operations.getWorkgroup,
      parameters: { id },
      label: `read governance group ${id}`,
    },
    call,
  );
  return checkAnswer(workgroupSchema, answer);
}
