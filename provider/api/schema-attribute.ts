import { z } from "zod";
import type { Caller } from "./call";
import type { CallOptions } from "./call-request";
import { type JsonPatchOperation, jsonPatchSchema } from "./json-patch";
import { fetchUnpaged } from "./list";
import { operations } from "./operation";
import { createPatchSender, type OpenQuestion } from "./patch-form";
import { checkAnswer, checkArgument, named, nullAs } from "./schema";

const flagSchema = nullAs(z.boolean(), () => false);

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
      parameters: { sourceId },
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
  const label = `create schema attribute ${named(body, "technicalName")} of source ${sourceId}`;
  const checked = checkArgument(schemaAttributeBodySchema, body, label, operation.id);
  const answer = await caller.call(
    { operation, parameters: { sourceId }, label, body: checked },
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
      parameters: { sourceId, attributeId },
      label: `read schema attribute ${attributeId} of source ${sourceId}`,
    },
    call,
  );
  return checkAnswer(schemaAttributeSchema, answer);
}

/**
 * How a text is set that was not set before: RFC 6902 wants `add` there, the API's documents show `replace` alone, which
 * shows nothing where the text was set.
 */
const settingForm: OpenQuestion = {
  isProvenByFirst: false,
  concerns: (part) => isOnText(part) && part.op === "replace" && !isClearing(part),
  forms: [(part) => part, (part) => ({ ...part, op: "add" })],
};

/** How a text is cleared: the API's schema has `""` and `remove`, some services want `null`; a clear text shows nothing. */
const clearingForm: OpenQuestion = {
  isProvenByFirst: false,
  concerns: (part) => isOnText(part) && isClearing(part),
  forms: [
    ({ path }) => ({ op: "replace", path, value: "" }),
    ({ path }) => ({ op: "remove", path }),
    ({ path }) => ({ op: "replace", path, value: null }),
  ],
};

function isOnText({ path }: JsonPatchOperation): boolean {
  return path === "/helpText" || path === "/placeholder";
}

function isClearing({ op, value }: JsonPatchOperation): boolean {
  return op === "remove" || value === "";
}

/** Whether every text that the patch clears is clear afterwards. */
function isCleared(patch: readonly JsonPatchOperation[], reached: SchemaAttribute): boolean {
  const cleared = patch.filter(clearingForm.concerns).map(({ path }) => path);
  return (
    !(cleared.includes("/helpText") && reached.helpText) &&
    !(cleared.includes("/placeholder") && reached.placeholder)
  );
}

/**
 * Makes the call that patches `label`, `helpText`, `placeholder` or `required` of a custom attribute; the result remembers
 * in which form the tenant lets texts be set and cleared. Clear a text with `""` or with `remove`: whichever the tenant
 * takes is sent. Where it takes none, the answer still has the text.
 *
 * @see patchNonEmployeeSchemaAttribute
 */
export function createPatchNonEmployeeSchemaAttribute(
  caller: Caller,
): (
  sourceId: string,
  attributeId: string,
  patch: JsonPatchOperation[],
  call?: CallOptions,
) => Promise<SchemaAttribute> {
  const operation = operations.patchNonEmployeeSchemaAttribute;
  const sendPatch = createPatchSender([settingForm, clearingForm]);
  return async (sourceId, attributeId, patch, call) => {
    const label = `change schema attribute ${attributeId} of source ${sourceId}`;
    const checked = checkArgument(jsonPatchSchema, patch, label, operation.id);
    const parameters = { sourceId, attributeId };
    return sendPatch(
      checked,
      async (body) => {
        const answer = await caller.call({ operation, parameters, label, body }, call);
        return checkAnswer(schemaAttributeSchema, answer);
      },
      (reached) => isCleared(checked, reached),
    );
  };
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
      parameters: { sourceId, attributeId },
      label: `delete schema attribute ${attributeId} of source ${sourceId}`,
    },
    call,
  );
}

/**
 * Deletes every custom attribute of a source, whoever has made it; those of the system stay.
 *
 * @see deleteNonEmployeeSourceSchemaAttributes
 */
export async function deleteNonEmployeeSourceSchemaAttributes(
  caller: Caller,
  sourceId: string,
  call?: CallOptions,
): Promise<void> {
  await caller.call(
    {
      operation: operations.deleteNonEmployeeSourceSchemaAttributes,
      parameters: { sourceId },
      label: `delete all custom schema attributes of source ${sourceId}`,
    },
    call,
  );
}
