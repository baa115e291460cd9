import { z } from "zod";
import type { Caller, CallOptions } from "./call";
import { HttpError, isAnswerLost, isConflict, isLimitViolation, isNotFound } from "./error";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchAll } from "./list";
import { operations } from "./operation";
import { checkAnswer, checkArgument, referenceListSchema } from "./schema";

/** A non-employee source in an answer. Owner and management workgroup are never part of it: see `getSource`. */
export const nonEmployeeSourceSchema = z.looseObject({
  /** UUID of the non-employee object; no path takes it. */
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

/** Lists every non-employee source, all pages. @see listNonEmployeeSources */
export function listNonEmployeeSources(
  caller: Caller,
  query: NonEmployeeSourcesQuery = {},
  call?: CallOptions,
): Promise<NonEmployeeSource[]> {
  return fetchAll(
    caller,
    {
      operation: operations.listNonEmployeeSources,
      segments: ["non-employee-sources"],
      label: "list non-employee sources",
      query: {
        sorters: query.sorters ?? "name",
        "non-employee-count": query.nonEmployeeCount === true ? "true" : undefined,
        "requested-for": query.requestedFor,
      },
    },
    nonEmployeeSourceSchema,
    call,
  );
}

/** Creates a source; the API answers 200. @see createNonEmployeeSource */
export async function createNonEmployeeSource(
  caller: Caller,
  body: NonEmployeeSourceRequestBody,
  call?: CallOptions,
): Promise<NonEmployeeSource> {
  const operation = operations.createNonEmployeeSource;
  const label = `create source ${JSON.stringify(body.name)}`;
  const checked = checkArgument(nonEmployeeSourceRequestBodySchema, body, label, operation.id);
  const answer = await caller.call(
    { operation, segments: ["non-employee-sources"], label, body: checked },
    call,
  );
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
      segments: ["non-employee-sources", sourceId],
      label: `read source ${sourceId}`,
    },
    call,
  );
  return checkAnswer(nonEmployeeSourceSchema, answer);
}

/** How the values of `/approvers` and `/accountManagers` are sent. */
type ReferenceForm = "strings" | "objects";

/**
 * Makes the call that patches a source; the result remembers which form of people's ids the tenant takes.
 *
 * The only published example sends bare ids, other clients send `{id}` objects, and answers hold objects. So ids go out
 * as strings, and once as objects after a 400 that may be about the form. Empty lists look the same either way and
 * teach nothing.
 *
 * @see patchNonEmployeeSource
 */
export function createPatchNonEmployeeSource(
  caller: Caller,
): (
  sourceId: string,
  patch: JsonPatchOperation[],
  call?: CallOptions,
) => Promise<NonEmployeeSource> {
  let known: ReferenceForm | undefined;
  return async (sourceId, patch, call) => {
    const operation = operations.patchNonEmployeeSource;
    const label = `change source ${sourceId}`;
    const checked = checkArgument(jsonPatchSchema, patch, label, operation.id);
    const send = async (form: ReferenceForm): Promise<NonEmployeeSource> => {
      const body = checked.map((part) => withReferences(part, form));
      const segments = ["non-employee-sources", sourceId];
      const answer = await caller.call({ operation, segments, label, body }, call);
      return checkAnswer(nonEmployeeSourceSchema, answer);
    };
    const teaches = checked.some(hasReferences);
    const first = known ?? "strings";
    try {
      const patched = await send(first);
      known = teaches ? first : known;
      return patched;
    } catch (error) {
      if (!teaches || known !== undefined || !mayBeAboutForm(error)) {
        throw error;
      }
      const patched = await send("objects").catch((second: unknown) => {
        throw second instanceof HttpError && !isAnswerLost(second) ? error : second;
      });
      known = "objects";
      return patched;
    }
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
      segments: ["non-employee-sources", sourceId],
      label: `delete source ${sourceId}`,
    },
    call,
  );
}

function isReferenceList(part: JsonPatchOperation): boolean {
  return part.path === "/approvers" || part.path === "/accountManagers";
}

function hasReferences(part: JsonPatchOperation): boolean {
  return isReferenceList(part) && Array.isArray(part.value) && part.value.length > 0;
}

function withReferences(part: JsonPatchOperation, form: ReferenceForm): JsonPatchOperation {
  if (form === "strings" || !isReferenceList(part) || !Array.isArray(part.value)) {
    return part;
  }
  const value = part.value.map((item) => (typeof item === "string" ? { id: item } : item));
  return { ...part, value };
}

function mayBeAboutForm(error: unknown): boolean {
  return (
    error instanceof HttpError &&
    error.status === 400 &&
    !isNotFound(error) &&
    !isConflict(error) &&
    !isLimitViolation(error)
  );
}
