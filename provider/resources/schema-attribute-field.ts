/**
 * SchemaAttribute: what it takes, what it puts out, and the table that says how each property is changed.
 * @see createNonEmployeeSourceSchemaAttributes, patchNonEmployeeSchemaAttribute
 */
import { z } from "zod";
import type { SchemaAttribute, SchemaAttributeBody } from "../api";
import type { Field } from "./field";
import { type Props, UNKNOWN, type Value } from "./handler";
import { flag, optionalText, tenantName, text } from "./input-check";
import { systemAttributes } from "./system-attribute";
import { compact } from "./value";

/** The only type that the API accepts for a custom attribute. */
const customType = "TEXT";

/** A custom attribute of such a name would share the column of a system attribute in CSV files. */
const systemNames: readonly string[] = systemAttributes;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Inputs. Unknown keys are an error. */
export const schemaAttributeArgsSchema = z.strictObject({
  sourceId: text("the sourceId of a non-employee source (32 hex characters)")
    .max(256, {
      error: "must have at most 256 characters, for it stands in the address of requests",
    })
    .refine((value) => !value.includes("/"), { message: 'must be a sourceId, without "/"' })
    .refine((value) => !uuid.test(value) || value === UNKNOWN, {
      message:
        "must be the sourceId of the source (32 hex characters without dashes); this is a UUID, such as its nonEmployeeSourceId",
    }),
  technicalName: text("a name that no other attribute of the source has").refine(
    (value) => !systemNames.includes(value),
    { error: ({ input }) => systemNameReason(String(input)) },
  ),
  label: text("the label that people see"),
  type: optionalText('"TEXT"').refine(
    (value) => value === undefined || value === customType || value === UNKNOWN,
    {
      error: ({ input }) =>
        `"${String(input)}" is not possible: the API accepts custom attributes of type "TEXT" only; leave type out or set it to "TEXT"`,
    },
  ),
  helpText: optionalText(),
  placeholder: optionalText(),
  required: flag(),
  forceDestroy: flag(),
  tenant: tenantName(),
});

/** Why a custom attribute cannot have the name of a system attribute. */
export function systemNameReason(name: string): string {
  return `"${name}" is a system attribute, which every non-employee source has; choose another technicalName`;
}

/** null, "" and absent are one value. */
const textOrNothing = (value: Value | undefined) =>
  typeof value === "string" && value !== "" ? value : undefined;
const plainText = (value: Value | undefined) => textOrNothing(value) ?? "";
const isTrue = (value: Value | undefined) => value === true;

/** One line per property: how a change of it is carried out. */
export const schemaAttributeFields: readonly Field[] = [
  { name: "sourceId", change: "replace" },
  { name: "technicalName", change: "replace" },
  { name: "type", change: "replace", comparable: (value) => value ?? customType },
  {
    name: "label",
    change: "update",
    isCosmetic: true,
    patch: { via: "schemaAttribute", path: "/label", encode: plainText },
  },
  {
    name: "helpText",
    change: "update",
    isCosmetic: true,
    comparable: textOrNothing,
    patch: { via: "schemaAttribute", path: "/helpText", encode: plainText },
  },
  {
    name: "placeholder",
    change: "update",
    isCosmetic: true,
    comparable: textOrNothing,
    patch: { via: "schemaAttribute", path: "/placeholder", encode: plainText },
  },
  {
    name: "required",
    change: "update",
    comparable: isTrue,
    patch: { via: "schemaAttribute", path: "/required", encode: isTrue },
  },
  { name: "forceDestroy", change: "update", comparable: isTrue },
  { name: "tenant", change: "update" },
  { name: "attributeId", change: "computed" },
  { name: "created", change: "computed" },
  { name: "tenantUrl", change: "computed" },
];

/** The inputs with the API's defaults, so that what is read back has the same keys. */
export function withDefaults(inputs: Props): Props {
  return { type: customType, required: false, ...inputs };
}

/** The body of the create call. */
export function toBody(inputs: Props): SchemaAttributeBody {
  const helpText = textOrNothing(inputs.helpText);
  const placeholder = textOrNothing(inputs.placeholder);
  return {
    type: customType,
    label: plainText(inputs.label),
    technicalName: plainText(inputs.technicalName),
    ...(helpText === undefined ? {} : { helpText }),
    ...(placeholder === undefined ? {} : { placeholder }),
    required: isTrue(inputs.required),
  };
}

/** What is live, in the form of inputs. */
export function liveFields(sourceId: string, live: SchemaAttribute): Props {
  return compact({
    sourceId,
    technicalName: live.technicalName,
    type: live.type,
    label: live.label,
    helpText: textOrNothing(live.helpText),
    placeholder: textOrNothing(live.placeholder),
    required: live.required,
  });
}

/** Outputs: the declared properties, and what the tenant gave. */
export function toState(
  declared: Props,
  given: { attributeId: Value | undefined; created: Value | undefined },
  tenantUrl: string,
): Props {
  return compact({
    ...declared,
    attributeId: given.attributeId,
    created: given.created ?? undefined,
    tenantUrl,
  });
}
