/** Operations on generic sources. */
import { type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { type GenericSource, NEIGHBOUR_VERSIONS } from "../entities";
import { badContent, badRequest, notFound } from "../error-body";
import type { FilterField, Operator } from "../filter";
import { newHexId } from "../identifier";
import { isObject, isStringArray } from "../json";
import { applyPatch, parsePatch, refuseOtherFields } from "../json-patch";
import { genericSourceResponse, SOURCE_HEALTH } from "../wire";
import {
  listGenericSourcesAccess,
  manageGenericSourceAccess,
  readGenericSourceAccess,
} from "./access";
import { expectIdentity, expectWorkgroup, isVisible } from "./lookup";
import { expectFreeName } from "./name";
import { removeSource } from "./removal";
import { expectTexts, type TextField } from "./text";

const TEXTS: readonly TextField[] = [
  { name: "name", limit: "nameLength", isRequired: true },
  { name: "description", limit: "textLength" },
];
const PATCHABLE = [
  "name",
  "description",
  "owner",
  "managementWorkgroup",
  "connectorAttributes",
  "features",
] as const;

const ORDERED: readonly Operator[] = ["eq", "ge", "gt", "in", "le", "lt", "ne", "isnull", "sw"];

const FILTERS: Readonly<Record<string, FilterField<Readonly<GenericSource>>>> = {
  id: { operators: ORDERED, value: ({ id }) => id },
  name: {
    operators: ["co", "eq", "in", "sw", "ge", "gt", "ne", "isnull"],
    value: ({ name }) => name,
  },
  type: { operators: ["eq", "in", "ge", "gt", "ne", "isnull", "sw"], value: ({ type }) => type },
  "owner.id": { operators: ORDERED, value: ({ owner }) => owner },
  features: { operators: ["ca", "co"], value: ({ features }) => features },
  created: { operators: ORDERED, value: ({ created }) => created },
  modified: { operators: ORDERED, value: ({ modified }) => modified },
  "managementWorkgroup.id": { operators: ORDERED, value: (source) => source.managementWorkgroup },
  description: { operators: ["eq", "sw"], value: ({ description }) => description },
  authoritative: { operators: ["eq", "ne", "isnull"], value: ({ authoritative }) => authoritative },
  healthy: { operators: ["isnull"], value: () => SOURCE_HEALTH.healthy },
  status: { operators: ORDERED, value: () => SOURCE_HEALTH.status },
  connectionType: { operators: ORDERED, value: ({ connectionType }) => connectionType },
  connectorName: {
    operators: ["eq", "ge", "gt", "in", "ne", "isnull", "sw"],
    value: ({ connectorName }) => connectorName,
  },
  category: {
    operators: ["co", "eq", "ge", "gt", "in", "le", "lt", "ne", "sw"],
    value: () => SOURCE_HEALTH.category,
  },
};

/** No source has a correlation configuration or rule here. */
const none = () => null;

const FIELDS: ListFields<Readonly<GenericSource>> = {
  idOf: ({ id }) => id,
  filters: FILTERS,
  sorters: {
    type: ({ type }) => type,
    created: ({ created }) => created,
    modified: ({ modified }) => modified,
    name: ({ name }) => name,
    "owner.name": ({ owner }, rows) => rows.identity(owner)?.name ?? null,
    healthy: () => SOURCE_HEALTH.healthy,
    status: () => SOURCE_HEALTH.status,
    id: ({ id }) => id,
    description: ({ description }) => description,
    "owner.id": ({ owner }) => owner,
    "accountCorrelationConfig.id": none,
    "accountCorrelationConfig.name": none,
    "managerCorrelationRule.type": none,
    "managerCorrelationRule.id": none,
    "managerCorrelationRule.name": none,
    authoritative: ({ authoritative }) => authoritative,
    "managementWorkgroup.id": ({ managementWorkgroup }) => managementWorkgroup,
    connectorName: ({ connectorName }) => connectorName,
    connectionType: ({ connectionType }) => connectionType,
  },
};

function listSources(context: RouteContext): Answer {
  const { rows } = context.store;
  const visible = rows.genericSources().filter(({ id }) => isVisible(context, id));
  const { items, headers } = listPage([...visible, ...lingering(context)], context, FIELDS);
  const body = items.map((source) => genericSourceResponse(source, context));
  return { status: 200, body, headers };
}

function getSource(context: RouteContext): Answer {
  const left = lingering(context).find(({ id }) => id === parameter(context, "id"));
  return { status: 200, body: genericSourceResponse(left ?? sourceOfPath(context), context) };
}

/** What reads still see of non-employee sources that were deleted a short time ago; nothing can be done to it any more. */
function lingering({ store, behaviour }: RouteContext): Readonly<GenericSource>[] {
  return store.deletedWithin(behaviour.sourceLingersMs).map(({ source }) => source);
}

function patchSource(context: RouteContext): Answer {
  const source = sourceOfPath(context);
  const operations = parsePatch(context.body);
  refuseOtherFields(operations, PATCHABLE);
  const ofOwner = operations.some(({ op, path: [field = ""] }) => {
    return op !== "test" && (field === "owner" || field === "managementWorkgroup");
  });
  const isRefused =
    context.behaviour.ownerPatch === "refused" && context.store.rows.source(source.id);
  if (ofOwner && isRefused) {
    throw badRequest("400.1.1", "owner and managementWorkgroup of this source cannot be changed;");
  }
  const patched = applyPatch(genericSourceResponse(source, context), operations);
  const { name, features, connectorAttributes } = patched;
  const problems: string[] = [];
  if (!isStringArray(features)) problems.push("features must be a list of strings");
  if (!isObject(connectorAttributes)) problems.push("connectorAttributes must be an object");
  const description = patched.description ?? "";
  expectTexts({ ...patched, description }, TEXTS, context.limits, problems);
  if (name !== source.name) {
    const isNonEmployee = context.store.rows.source(source.id) !== undefined;
    expectFreeName(context, { name: String(name), isNonEmployee, ownId: source.id });
  }
  const changed = context.store.editGenericSource(source.id, {
    name: String(name),
    description: String(description),
    owner: ownerOf(context, patched.owner),
    managementWorkgroup: workgroupOf(context, patched.managementWorkgroup),
    ...(isStringArray(features) && { features }),
    ...(isObject(connectorAttributes) && { connectorAttributes }),
  });
  return { status: 200, body: genericSourceResponse(changed, context) };
}

function ownerOf(context: RouteContext, owner: unknown): string {
  if (!isObject(owner)) throw badContent(["owner is required"]);
  if (owner.type !== "IDENTITY") throw badContent(["owner.type must be IDENTITY"]);
  if (typeof owner.id !== "string") throw badContent(["owner.id is required"]);
  expectIdentity(context, owner.id, "owner");
  return owner.id;
}

function workgroupOf(context: RouteContext, group: unknown): string | null {
  if (group === undefined || group === null) return null;
  if (!isObject(group)) throw badContent(["managementWorkgroup must be an object"]);
  if (group.type !== "GOVERNANCE_GROUP") {
    throw badContent(["managementWorkgroup.type must be GOVERNANCE_GROUP"]);
  }
  if (typeof group.id !== "string") throw badContent(["managementWorkgroup.id is required"]);
  expectWorkgroup(context, group.id, "managementWorkgroup");
  return group.id;
}

function deleteSource(context: RouteContext): Answer {
  const { id } = sourceOfPath(context);
  removeSource(context, id);
  const name = context.behaviour.taskName === "text" ? "Delete Source" : null;
  return { status: 202, body: { type: "TASK_RESULT", id: newHexId(), name } };
}

function sourceOfPath(context: RouteContext): Readonly<GenericSource> {
  const source = context.store.rows.genericSource(parameter(context, "id"));
  if (!source || !isVisible(context, source.id)) throw notFound();
  return source;
}

export const sourceRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/sources",
    operationId: "listSources",
    versions: NEIGHBOUR_VERSIONS,
    access: listGenericSourcesAccess,
    list: FIELDS,
    handle: listSources,
  },
  {
    method: "GET",
    template: "/sources/{id}",
    operationId: "getSource",
    versions: NEIGHBOUR_VERSIONS,
    access: readGenericSourceAccess,
    handle: getSource,
  },
  {
    method: "PATCH",
    template: "/sources/{id}",
    operationId: "updateSource",
    versions: NEIGHBOUR_VERSIONS,
    access: manageGenericSourceAccess,
    accepts: "application/json-patch+json",
    handle: patchSource,
  },
  {
    method: "DELETE",
    template: "/sources/{id}",
    operationId: "deleteSource",
    versions: NEIGHBOUR_VERSIONS,
    access: manageGenericSourceAccess,
    handle: deleteSource,
  },
];
