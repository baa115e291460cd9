import { z } from "zod";
import type { Caller, CallOptions } from "./call";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchAll } from "./list";
import { operations } from "./operation";
import { checkAnswer, checkArgument, referenceSchema } from "./schema";

/** A source of any kind in an answer: only here owner and management workgroup of a non-employee source can be read. */
export const sourceSchema = z.looseObject({
  /** The `sourceId` of a non-employee source. */
  id: z.string().min(1),
  name: z.string(),
  owner: referenceSchema.nullish(),
  managementWorkgroup: referenceSchema.nullish(),
  /** ISO 8601 instant. */
  created: z.string().nullish(),
});

/** A source of any kind. */
export type Source = z.infer<typeof sourceSchema>;

/** What a list of sources may be asked for. */
export interface SourcesQuery {
  /** A filter such as `id in ("2c91...","2c92...")`; unencoded, strings in double quotes. */
  filters?: string;
  /** Comma list of keys; `-` before a key reverses it. @default "name" */
  sorters?: string;
}

/** Lists the sources of any kind that match, all pages. @see listSources */
export function listSources(
  caller: Caller,
  query: SourcesQuery = {},
  call?: CallOptions,
): Promise<Source[]> {
  return fetchAll(
    caller,
    {
      operation: operations.listSources,
      segments: ["sources"],
      label: "list ISC sources",
      query: { sorters: query.sorters ?? "name", filters: query.filters },
    },
    sourceSchema,
    call,
  );
}

/** Reads one source of any kind. @see getSource */
export async function getSource(caller: Caller, id: string, call?: CallOptions): Promise<Source> {
  const answer = await caller.call(
    { operation: operations.getSource, segments: ["sources", id], label: `read ISC source ${id}` },
    call,
  );
  return checkAnswer(sourceSchema, answer);
}

/** Patches a source of any kind, for example `/owner` of a non-employee source. @see updateSource */
export async function updateSource(
  caller: Caller,
  id: string,
  patch: JsonPatchOperation[],
  call?: CallOptions,
): Promise<Source> {
  const operation = operations.updateSource;
  const label = `change ISC source ${id}`;
  const body = checkArgument(jsonPatchSchema, patch, label, operation.id);
  const answer = await caller.call({ operation, segments: ["sources", id], label, body }, call);
  return checkAnswer(sourceSchema, answer);
}
