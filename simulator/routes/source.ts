/** Operations on generic sources. */
import { paginate, sort } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import type { ApiVersion, GenericSource } from "../entities";
import { badContent, badRequest, notFound } from "../error-body";
import { type FilterField, filter, type Operator } from "../filter";
import { newHexId } from "../identifier";
import { isObject, isStringArray } from "../json";
import { applyPatch, parsePatch, refuseOtherFields } from "../json-patch";
import { genericSourceResponse } from "../wire";
import {
  listGenericSourcesAccess,
  manageGenericSourceAccess,
  readGenericSourceAccess,
} from "./access";
import { expectFreeName, expectIdentity, expectWorkgroup, isVisible, textProblems } from "./lookup";

/** beta is left out: it is not to be used for neighbours. */
const VERSIONS: readonly ApiVersion[] = ["v1", "v2026", "v2025", "v2024", "v3"];
const PATCHABLE = [
  "name",
  "description",
  "owner",
  "managementWorkgroup",
  "connectorAttributes",
  "features",
] as const;

const ORDERED: readonly Operator[] = ["eq", "ne", "in", "sw", "gt", "ge", "lt", "le"];

const FILTERS: Readonly<Record<string, FilterField<GenericSource>>> = {
  id: { operators: ORDERED, value: ({ id }) => id },
  name: { operators: ["co", "eq", "in", "sw", "ge", "gt", "ne"], value: ({ name }) => name },
  type: { operators: ["eq", "in", "ge", "gt", "ne", "sw"], value: ({ type }) => type },
  "owner.id": { operators: ORDERED, value: ({ owner }) => owner },
  created: { operators: ORDERED, value: ({ created }) => created },
  modified: { operators: ORDERED, value: ({ modified }) => modified },
  "managementWorkgroup.id": { operators: ORDERED, value: (source) => source.managementWorkgroup },
  description: { operators: ["eq", "sw"], value: ({ description }) => description },
  authoritative: { operators: ["eq", "ne"], value: ({ authoritative }) => authoritative },
  connectionType: { operators: ORDERED, value: ({ connectionType }) => connectionType },
  connectorName: {
    operators: ["eq", "ge", "gt", "in", "ne", "sw"],
    value: ({ connectorName }) => connectorName,
  },
};

function listSources(context: RouteContext): Answer {
  const { query, store } = context;
  const visible = store.genericSources().filter((source) => isVisible(context, source));
  const sorted = sort(filter(visible, query, FILTERS), query, {
    type: ({ type }) => type,
    created: ({ created }) => created,
    modified: ({ modified }) => modified,
    name: ({ name }) => name,
    id: ({ id }) => id,
    description: ({ description }) => description,
    "owner.id": ({ owner }) => owner,
    "owner.name": ({ owner }) => store.identity(owner)?.name ?? null,
    authoritative: ({ authoritative }) => authoritative,
    "managementWorkgroup.id": ({ managementWorkgroup }) => managementWorkgroup,
    connectorName: ({ connectorName }) => connectorName,
    connectionType: ({ connectionType }) => connectionType,
  });
  const { items, headers } = paginate(sorted, query);
  return {
    status: 200,
    body: items.map((source) => genericSourceResponse(source, context)),
    headers,
  };
}

function getSource(context: RouteContext): Answer {
  return { status: 200, body: genericSourceResponse(sourceOfPath(context), context) };
}

function patchSource(context: RouteContext): Answer {
  const source = sourceOfPath(context);
  const operations = parsePatch(context.body);
  refuseOtherFields(operations, PATCHABLE);
  const ofOwner = operations.some(({ op, path: [field = ""] }) => {
    return op !== "test" && (field === "owner" || field === "managementWorkgroup");
  });
  const isRefused = context.behaviour.ownerPatch === "refused" && context.store.source(source.id);
  if (ofOwner && isRefused) {
    throw badRequest("400.1.1", "owner and managementWorkgroup of this source cannot be changed;");
  }
  const patched = applyPatch(genericSourceResponse(source, context), operations);
  const { name, features, connectorAttributes } = patched;
  const problems = textProblems(patched, ["name"]);
  if (!isStringArray(features)) problems.push("features must be a list of strings");
  if (!isObject(connectorAttributes)) problems.push("connectorAttributes must be an object");
  if (problems.length > 0) throw badContent(problems);
  if (name !== source.name) expectFreeName(context, String(name), source.id);
  const changed = context.store.editGenericSource(source.id, {
    name: String(name),
    description: typeof patched.description === "string" ? patched.description : "",
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
  context.store.deleteSource(sourceOfPath(context).id);
  return { status: 202, body: { type: "TASK_RESULT", id: newHexId(), name: null } };
}

function sourceOfPath(context: RouteContext): GenericSource {
  const source = context.store.genericSource(parameter(context, "id"));
  if (!source || !isVisible(context, source)) throw notFound();
  return source;
}

export const sourceRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/sources",
    operationId: "listSources",
    versions: VERSIONS,
    access: listGenericSourcesAccess,
    handle: listSources,
  },
  {
    method: "GET",
    template: "/sources/{id}",
    operationId: "getSource",
    versions: VERSIONS,
    access: readGenericSourceAccess,
    handle: getSource,
  },
  {
    method: "PATCH",
    template: "/sources/{id}",
    operationId: "updateSource",
    versions: VERSIONS,
    access: manageGenericSourceAccess,
    accepts: "application/json-patch+json",
    handle: patchSource,
  },
  {
    method: "DELETE",
    template: "/sources/{id}",
    operationId: "deleteSource",
    versions: VERSIONS,
    access: manageGenericSourceAccess,
    handle: deleteSource,
  },
];
