/** Operations on the schema attributes of a source. */
import { paginate } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { API_VERSIONS, type SchemaAttribute } from "../entities";
import { badContent, badRequest } from "../error-body";
import type { JsonObject } from "../json";
import { applyPatch, type PatchOperation, parsePatch, refuseOtherFields } from "../json-patch";
import { inListOrder } from "../list-order";
import type { Behaviour } from "../settings";
import { attributeResponse, isUnset, technicalNameOf } from "../wire";
import { manageAccess, readAccess } from "./access";
import { findAttribute, findSource, isVisible, type NotFoundForm, objectBody } from "./lookup";
import { expectTexts, type TextField } from "./text";

const COLLECTION = "/non-employee-sources/{sourceId}/schema-attributes";
const ITEM = `${COLLECTION}/{attributeId}`;
const PATCHABLE = ["label", "helpText", "placeholder", "required"] as const;
const CLEARABLE: readonly string[] = ["helpText", "placeholder"];
const TEXTS: readonly TextField[] = [
  { name: "label", limit: "nameLength", isRequired: true },
  { name: "helpText", limit: "textLength" },
  { name: "placeholder", limit: "textLength" },
];
const ALL_TEXTS: readonly TextField[] = [
  { name: "type", limit: "nameLength", isRequired: true },
  { name: "technicalName", limit: "nameLength", isRequired: true },
  ...TEXTS,
];

function listAttributes(context: RouteContext): Answer {
  const source = findSource(context, parameter(context, "sourceId"), "404 documented");
  const visible = context.store.rows
    .attributesOf(source.sourceId)
    .filter(({ system, id }) => system || isVisible(context, id));
  const ordered = inListOrder(visible, context.behaviour, ({ id }) => id);
  // The system attributes come first in any order: that much is documented.
  const sorted = [...ordered].sort((a, b) => Number(b.system) - Number(a.system));
  // Only beta declares pages here; elsewhere both parameters are unknown, and ignored like every other.
  const { items, headers } =
    context.version === "beta"
      ? paginate(sorted, context.query, context.behaviour)
      : { items: sorted, headers: {} };
  const body = items.map((attribute) => attributeResponse(attribute, context));
  return { status: 200, body, headers };
}

function createAttribute(context: RouteContext): Answer {
  const { store, limits, behaviour } = context;
  const { sourceId } = findSource(context, parameter(context, "sourceId"), "404 not documented");
  const body = objectBody(context.body);
  expectTexts(
    body,
    ALL_TEXTS,
    limits,
    flagProblems(body.required === undefined ? false : body.required),
  );
  if (body.type !== "TEXT") throw badContent(["type must be TEXT for a custom attribute"]);
  const technicalName = String(body.technicalName);
  if (behaviour.technicalNames === "noDots" && technicalName.includes(".")) {
    throw badRequest("400.1.3", "technicalName must not have a dot;");
  }
  const others = store.rows.attributesOf(sourceId);
  if (others.some((other) => technicalNameOf(other, behaviour) === technicalName)) {
    throw badRequest("400.1.409", `The technicalName "${technicalName}" is already being used.`);
  }
  if (others.filter(({ system }) => !system).length >= limits.customAttributes) {
    throw badRequest(
      "400.1.4",
      `At most ${limits.customAttributes} custom attributes are allowed for a source.`,
    );
  }
  const attribute = store.addAttribute(sourceId, {
    technicalName,
    label: String(body.label),
    helpText: typeof body.helpText === "string" ? body.helpText : null,
    placeholder: typeof body.placeholder === "string" ? body.placeholder : null,
    required: body.required === true,
  });
  return { status: 200, body: attributeResponse(attribute, context) };
}

function flagProblems(required: unknown): string[] {
  return typeof required === "boolean" ? [] : ["required must be true or false"];
}

function deleteCustomAttributes(context: RouteContext): Answer {
  const { store, behaviour } = context;
  const { sourceId } = findSource(context, parameter(context, "sourceId"), "404 not documented");
  const keepsValues = behaviour.deletedValues === "kept";
  for (const { id } of store.customAttributesOf(sourceId)) {
    store.deleteAttribute(id, { keepsValues });
  }
  return { status: 204 };
}

function getAttribute(context: RouteContext): Answer {
  const attribute = attributeOfPath(context, "404 not documented");
  return { status: 200, body: attributeResponse(attribute, context) };
}

function patchAttribute(context: RouteContext): Answer {
  const attribute = attributeOfPath(context, "404 documented");
  const operations = parsePatch(context.body);
  if (attribute.system) throw badRequest("400.1.1", "A system attribute cannot be changed;");
  refuseOtherFields(operations, PATCHABLE);
  refuseClearing(operations, context.behaviour.clearText);
  const patched = applyPatch(patchDocument(attribute, context.behaviour), operations);
  const { required } = patched;
  const [helpText, placeholder] = [patched.helpText ?? undefined, patched.placeholder ?? undefined];
  const texts = { ...patched, helpText, placeholder };
  expectTexts(texts, TEXTS, context.limits, flagProblems(required));
  const changed = context.store.editAttribute(attribute.id, {
    label: String(patched.label),
    helpText: typeof helpText === "string" ? helpText : null,
    placeholder: typeof placeholder === "string" ? placeholder : null,
    required: required === true,
  });
  return { status: 200, body: attributeResponse(changed, context) };
}

/** What a patch works on: a text that is not set is null, or not there at all, so that only `add` can set it. */
function patchDocument(attribute: Readonly<SchemaAttribute>, behaviour: Behaviour): JsonObject {
  const document: JsonObject = { ...attribute };
  if (behaviour.patchAbsent === "set") return document;
  if (isUnset(attribute.helpText, behaviour)) delete document.helpText;
  if (isUnset(attribute.placeholder, behaviour)) delete document.placeholder;
  return document;
}

/** Refuses the ways of clearing a text that this tenant does not take. */
function refuseClearing(
  operations: readonly PatchOperation[],
  accepted: Behaviour["clearText"],
): void {
  if (accepted === "any") return;
  for (const operation of operations) {
    const { op, value } = operation;
    // A move takes the text away from where it was.
    const [field = ""] = op === "move" ? operation.from : operation.path;
    if (!CLEARABLE.includes(field) || op === "test") continue;
    const isRemoval = op === "remove" || op === "move";
    const form = isRemoval
      ? "remove"
      : value === null
        ? "null"
        : value === ""
          ? "empty"
          : undefined;
    if (form !== undefined && form !== accepted) {
      throw badContent([`${field} cannot be cleared by ${form}`]);
    }
  }
}

function deleteAttribute(context: RouteContext): Answer {
  const attribute = attributeOfPath(context, "404 not documented");
  if (attribute.system) throw badContent(["a system attribute cannot be deleted"]);
  const keepsValues = context.behaviour.deletedValues === "kept";
  context.store.deleteAttribute(attribute.id, { keepsValues });
  return { status: 204 };
}

function attributeOfPath(context: RouteContext, form: NotFoundForm): Readonly<SchemaAttribute> {
  const source = findSource(context, parameter(context, "sourceId"), form);
  return findAttribute(context, source, parameter(context, "attributeId"), form);
}

export const schemaAttributeRoutes: readonly Route[] = [
  {
    method: "GET",
    template: COLLECTION,
    operationId: "getNonEmployeeSourceSchemaAttributes",
    versions: API_VERSIONS,
    access: readAccess,
    handle: listAttributes,
  },
  {
    method: "POST",
    template: COLLECTION,
    operationId: "createNonEmployeeSourceSchemaAttributes",
    versions: API_VERSIONS,
    access: manageAccess,
    accepts: "application/json",
    handle: createAttribute,
  },
  {
    method: "DELETE",
    template: COLLECTION,
    operationId: "deleteNonEmployeeSourceSchemaAttributes",
    versions: API_VERSIONS,
    access: manageAccess,
    handle: deleteCustomAttributes,
  },
  {
    method: "GET",
    template: ITEM,
    operationId: "getNonEmployeeSchemaAttribute",
    versions: API_VERSIONS,
    access: readAccess,
    handle: getAttribute,
  },
  {
    method: "PATCH",
    template: ITEM,
    operationId: "patchNonEmployeeSchemaAttribute",
    versions: API_VERSIONS,
    access: manageAccess,
    accepts: "application/json-patch+json",
    handle: patchAttribute,
  },
  {
    method: "DELETE",
    template: ITEM,
    operationId: "deleteNonEmployeeSchemaAttribute",
    versions: API_VERSIONS,
    access: manageAccess,
    handle: deleteAttribute,
  },
];
