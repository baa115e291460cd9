import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchNamed, type ListDefinition } from "./list";
import { operations } from "./operation";
import {
  checkAnswer,
  checkArgument,
  queryTextSchema,
  referenceSchema,
  sortersSchema,
} from "./schema";

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

const sorterKeys = (
  "type created modified name owner.name healthy status id description owner.id accountCorrelationConfig.id " +
  "accountCorrelationConfig.name managerCorrelationRule.type managerCorrelationRule.id managerCorrelationRule.name " +
  "authoritative managementWorkgroup.id connectorName connectionType"
).split(" ");

const querySchema = z.strictObject({
  filters: queryTextSchema.optional(),
  sorters: sortersSchema(sorterKeys).optional(),
});

/** What a list of sources may be asked for. */
export interface SourcesQuery {
  /** A filter such as `isIn("id", ["2c91...", "2c92..."])`, unencoded. */
  filters?: string;
  /** Comma list of keys such as `name`, `created`, `id`; `-` before a key reverses it. @default "name" */
  sorters?: string;
}

/** Lists the sources of any kind that match, all pages. @see listSources */
export function listSources(
  caller: Caller,
  query: SourcesQuery = {},
  call?: CallOptions,
): Promise<Source[]> {
  return fetchNamed(caller, sourceList, query, call);
}

const sourceList: ListDefinition<SourcesQuery, Source> = {
  operation: operations.listSources,
  label: "list ISC sources",
  querySchema,
  itemSchema: sourceSchema,
  toParameters: ({ filters }) => ({ filters }),
};

/** Reads one source of any kind. @see getSource */
export async function getSource(caller: Caller, id: string, call?: CallOptions): Promise<Source> {
  const answer = await caller.call(
    { operation: operations.getSource, parameters: { id }, label: `read ISC source ${id}` },
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
  const answer = await caller.call({ operation, parameters: { id }, label, body }, call);
  return checkAnswer(sourceSchema, answer);
}
