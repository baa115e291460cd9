import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchNamed, type ListDefinition } from "./list";
import { operations } from "./operation";
import { createPatchSender, type OpenQuestion } from "./patch-form";
import {
  checkAnswer,
  checkArgument,
  named,
  queryTextSchema,
  referenceListSchema,
  sortersSchema,
} from "./schema";

/** A non-employee source in an answer. Owner and management workgroup are never part of it: see `getSource`. */
export const nonEmployeeSourceSchema = z.looseObject({
  /** UUID of the non-employee object; tried in paths where the tenant does not take the `sourceId`. */
  id: z.string().min(1),
  /** Id of the source as the rest of the API knows it, 32 hex digits: the one to use in paths. */
  sourceId: z.string().min(1),
  name: z.string(),
  description: z.string().nullish(),
  /** In the order of approval. */
  approvers: referenceListSchema,
  accountManagers: referenceListSchema,
  /** ISO 8601 instant with 0 to 9 digits of a fraction. */
  created: z.string().nullish(),
  modified: z.string().nullish(),
  /** Number of records; null unless a list asked for it. */
  nonEmployeeCount: z.number().nullish(),
});

/** A non-employee source. */
export type NonEmployeeSource = z.infer<typeof nonEmployeeSourceSchema>;

const idSchema = z.strictObject({ id: z.string().min(1) });

/** The body that creates a non-employee source; the limits are those of the API's own description. */
export const nonEmployeeSourceRequestBodySchema = z.strictObject({
  name: z.string().min(1),
  description: z.string(),
  /** Id of an identity. */
  owner: idSchema,
  /** Id of a governance group. */
  managementWorkgroup: z.string().min(1).optional(),
  approvers: z.array(idSchema).max(3).optional(),
  accountManagers: z.array(idSchema).max(10).optional(),
});

/** The body that creates a non-employee source. */
export type NonEmployeeSourceRequestBody = z.infer<typeof nonEmployeeSourceRequestBodySchema>;

/** What a list of non-employee sources may be asked for. The API has no filter by name. */
export interface NonEmployeeSourcesQuery {
  /** Whether each source comes with its number of records. @default false */
  nonEmployeeCount?: boolean;
  /** Id of an account manager, or `me`: only the sources that this person manages. */
  requestedFor?: string;
  /** Comma list over `name`, `created`, `sourceId`; `-` before a key reverses it. @default "name" */
  sorters?: string;
}

const querySchema = z.strictObject({
  nonEmployeeCount: z.boolean().optional(),
  requestedFor: queryTextSchema.optional(),
  sorters: sortersSchema(["name", "created", "sourceId"]).optional(),
});

const nonEmployeeSourceList: ListDefinition<NonEmployeeSourcesQuery, NonEmployeeSource> = {
  operation: operations.listNonEmployeeSources,
  label: "list non-employee sources",
  querySchema,
  itemSchema: nonEmployeeSourceSchema,
  toParameters: ({ nonEmployeeCount, requestedFor }) => ({
    "non-employee-count": nonEmployeeCount === true ? "true" : undefined,
    "requested-for": requestedFor,
  }),
};

/** Lists every non-employee source, all pages. @see listNonEmployeeSources */
export function listNonEmployeeSources(
  caller: Caller,
  query: NonEmployeeSourcesQuery = {},
  call?: CallOptions,
): Promise<NonEmployeeSource[]> {
  return fetchNamed(caller, nonEmployeeSourceList, query, call);
}

/** Creates a source; the API answers 200. @see createNonEmployeeSource */
export async function createNonEmployeeSource(
  caller: Caller,
  body: NonEmployeeSourceRequestBody,
  call?: CallOptions,
): Promise<NonEmployeeSource> {
  const operation = operations.createNonEmployeeSource;
  const label = `create source ${named(body, "name")}`;
  const checked = checkArgument(nonEmployeeSourceRequestBodySchema, body, label, operation.id);
  const answer = await caller.call({ operation, label, body: checked }, call);
  return checkAnswer(nonEmployeeSourceSchema, answer);
}

/** Reads one source. @see getNonEmployeeSource */
export async function getNonEmployeeSource(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): Promise<NonEmployeeSource> {
  const answer = await caller.call(
    {
      operation: operations.getNonEmployeeSource,
      parameters: { sourceId },
      label: `read source ${sourceId}`,
    },
    call,
  );
  return checkAnswer(nonEmployeeSourceSchema, answer);
}

/**
 * How people and groups are sent in a patch: the only published example sends bare ids, other clients send `{id}`
 * objects, and answers hold objects. Empty lists look the same either way.
 */
const referenceForm: OpenQuestion = {
  isProvenByFirst: true,
  concerns: ({ path, value }) =>
    (path === "/approvers" || path === "/accountManagers") &&
    Array.isArray(value) &&
    value.length > 0,
  forms: [
    (part) => part,
    (part) => ({
      ...part,
      value: Array.isArray(part.value) ? part.value.map(toObject) : part.value,
    }),
  ],
};

function toObject<T>(item: T): T | { id: string } {
  return typeof item === "string" ? { id: item } : item;
}

/** Makes the call that patches a source; the result remembers which form of people's ids the tenant takes. @see patchNonEmployeeSource */
export function createPatchNonEmployeeSource(
  caller: Caller,
): (
  sourceId: string,
  patch: JsonPatchOperation[],
  call?: CallOptions,
) => Promise<NonEmployeeSource> {
  const operation = operations.patchNonEmployeeSource;
  const sendPatch = createPatchSender([referenceForm]);
  return async (sourceId, patch, call) => {
    const label = `change source ${sourceId}`;
    const checked = checkArgument(jsonPatchSchema, patch, label, operation.id);
    return sendPatch(checked, async (body) => {
      const request = { operation, parameters: { sourceId }, label, body };
      return checkAnswer(nonEmployeeSourceSchema, await caller.call(request, call));
    });
  };
}

/** Deletes a source with all its records. @see deleteNonEmployeeSource */
export async function deleteNonEmployeeSource(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): Promise<void> {
  await caller.call(
    {
      operation: operations.deleteNonEmployeeSource,
      parameters: { sourceId },
      label: `delete source ${sourceId}`,
    },
    call,
  );
}
