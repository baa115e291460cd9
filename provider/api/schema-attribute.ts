import { z } from "zod";
import type { Caller, CallOptions } from "./call";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchUnpaged } from "./list";
import { operations } from "./operation";
import { checkAnswer, checkArgument } from "./schema";

const flagSchema = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? false);

/** A schema attribute of a non-employee source in an answer. */
export const schemaAttributeSchema = z.looseObject({
  /** UUID. */
  id: z.string().min(1),
  technicalName: z.string().min(1),
  label: z.string(),
  /** `TEXT`, `DATE`, `IDENTITY`, in beta also `PHONE` and `EMAIL`; the API may add others. */
  type: z.string(),
  /** True for the attributes that every non-employee source has; they cannot be changed. */
  system: flagSchema,
  required: flagSchema,
  helpText: z.string().nullish(),
  placeholder: z.string().nullish(),
  /** ISO 8601 instant with 0 to 9 digits of a fraction. */
  created: z.string().nullish(),
  modified: z.string().nullish(),
});

/** A schema attribute of a non-employee source. */
export type SchemaAttribute = z.infer<typeof schemaAttributeSchema>;

/** The body that creates a custom attribute. */
export const schemaAttributeBodySchema = z.strictObject({
  /** The API takes `TEXT` only. */
  type: z.string().min(1),
  technicalName: z.string().min(1),
  label: z.string().min(1),
  helpText: z.string().optional(),
  placeholder: z.string().optional(),
  required: z.boolean().optional(),
});

/** The body that creates a custom attribute. */
export type SchemaAttributeBody = z.infer<typeof schemaAttributeBodySchema>;

function segmentsOf(sourceId: string, ...rest: string[]): string[] {
  return ["non-employee-sources", sourceId, "schema-attributes", ...rest];
}

/** Lists the attributes of a source, system ones first; the API does not page. @see getNonEmployeeSourceSchemaAttributes */
export function getNonEmployeeSourceSchemaAttributes(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): Promise<SchemaAttribute[]> {
  return fetchUnpaged(
    caller,
    {
      operation: operations.getNonEmployeeSourceSchemaAttributes,
      segments: segmentsOf(sourceId),
      label: `list schema attributes of source ${sourceId}`,
    },
    schemaAttributeSchema,
    call,
  );
}

/** Creates a custom attribute; the API answers 200. @see createNonEmployeeSourceSchemaAttributes */
export async function createNonEmployeeSourceSchemaAttributes(
  caller: Caller,
  sourceId: string,
  body: SchemaAttributeBody,
  call?: CallOptions,
): Promise<SchemaAttribute> {
  const operation = operations.createNonEmployeeSourceSchemaAttributes;
  const label = `create schema attribute ${JSON.stringify(body.technicalName)} of source ${sourceId}`;
  const checked = checkArgument(schemaAttributeBodySchema, body, label, operation.id);
  const answer = await caller.call(
    { operation, segments: segmentsOf(sourceId), label, body: checked },
    call,
  );
  return checkAnswer(schemaAttributeSchema, answer);
}

/** Reads one attribute. @see getNonEmployeeSchemaAttribute */
export async function getNonEmployeeSchemaAttribute(
  caller: Caller,
  sourceId: string,
  attributeId: string,
  call?: CallOptions,
): Promise<SchemaAttribute> {
  const answer = await caller.call(
    {
      operation: operations.getNonEmployeeSchemaAttribute,
      segments: segmentsOf(sourceId, attributeId),
      label: `read schema attribute ${attributeId} of source ${sourceId}`,
    },
    call,
  );
  return checkAnswer(schemaAttributeSchema, answer);
}

/** Patches `label`, `helpText`, `placeholder` or `required` of a custom attribute. @see patchNonEmployeeSchemaAttribute */
export async function patchNonEmployeeSchemaAttribute(
  caller: Caller,
  sourceId: string,
  attributeId: string,
  patch: JsonPatchOperation[],
  call?: CallOptions,
): Promise<SchemaAttribute> {
  const operation = operations.patchNonEmployeeSchemaAttribute;
  const label = `change schema attribute ${attributeId} of source ${sourceId}`;
  const body = checkArgument(jsonPatchSchema, patch, label, operation.id);
  const answer = await caller.call(
    { operation, segments: segmentsOf(sourceId, attributeId), label, body },
    call,
  );
  return checkAnswer(schemaAttributeSchema, answer);
}

/** Deletes one custom attribute. @see deleteNonEmployeeSchemaAttribute */
export async function deleteNonEmployeeSchemaAttribute(
  caller: Caller,
  sourceId: string,
  attributeId: string,
  call?: CallOptions,
): Promise<void> {
  await caller.call(
    {
      operation: operations.deleteNonEmployeeSchemaAttribute,
      segments: segmentsOf(sourceId, attributeId),
      label: `delete schema attribute ${attributeId} of source ${sourceId}`,
    },
    call,
  );
}
