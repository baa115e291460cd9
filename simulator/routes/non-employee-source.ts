/** Operations on non-employee sources. */
import { booleanParameter, type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { API_VERSIONS, type SourceSnapshot } from "../entities";
import { badContent, badRequest, forbidden } from "../error-body";
import { isObject, type JsonObject } from "../json";
import { applyPatch, parsePatch, refuseOtherFields } from "../json-patch";
import {
  createdSourceResponse,
  listedSourceResponse,
  managersInOrder,
  sourceResponse,
} from "../wire";
import {
  createSourceAccess,
  listSourcesAccess,
  manageAccess,
  managesAs,
  readAccess,
} from "./access";
import {
  expectIdentity,
  expectMember,
  expectWorkgroup,
  findSource,
  isVisible,
  objectBody,
} from "./lookup";
import { type Members, membersOf, refuseMemberForms } from "./member";
import { expectFreeName } from "./name";
import { removeSource } from "./removal";
import { expectTexts, type TextField } from "./text";

const COLLECTION = "/non-employee-sources";
const ITEM = `${COLLECTION}/{sourceId}`;
const TEXTS: readonly TextField[] = [
  { name: "name", limit: "nameLength", isRequired: true },
  { name: "description", limit: "textLength", isRequired: true },
];
const PATCHABLE = ["name", "description", "approvers", "accountManagers"] as const;

const FIELDS: ListFields<Readonly<SourceSnapshot>> = {
  idOf: ({ sourceId }) => sourceId,
  sorters: {
    name: ({ name }) => name,
    created: ({ created }) => created,
    sourceId: ({ sourceId }) => sourceId,
  },
};

function listSources(context: RouteContext): Answer {
  const { rows } = context.store;
  const visible = rows.sources().filter(({ sourceId }) => isVisible(context, sourceId));
  const wanted = requestedFor(context);
  const own = wanted
    ? visible.filter(({ accountManagers }) =>
        accountManagers.some((id) => managesAs(wanted, id, context)),
      )
    : visible;
  const { items, headers } = listPage(own, context, FIELDS);
  const isCounted = booleanParameter(context.query, "non-employee-count", false);
  const body = items.map((source) => listedSourceResponse(source, context, isCounted));
  return { status: 200, body, headers };
}

function requestedFor({ query, caller }: RouteContext): string | undefined {
  const wanted = query.get("requested-for");
  if (wanted !== "me") return wanted ?? undefined;
  if (caller.identityId === undefined) throw forbidden();
  return caller.identityId;
}

function createSource(context: RouteContext): Answer {
  const { store, limits } = context;
  const body = objectBody(context.body);
  expectTexts(body, TEXTS, limits, ownerProblems(body.owner));
  const owner = isObject(body.owner) ? body.owner.id : undefined;
  const name = String(body.name);
  const members = membersOf(body, limits, { takesBareIds: false });
  expectReferences(context, members);
  expectIdentity(context, String(owner), "owner");
  const managementWorkgroup = workgroupOf(context, body);
  expectFreeName(context, { name, isNonEmployee: true });
  if (store.rows.sources().length >= limits.sources) {
    throw badRequest("400.1.4", `At most ${limits.sources} non-employee sources are allowed.`);
  }
  const source = store.addSource({
    name,
    description: String(body.description),
    owner: String(owner),
    managementWorkgroup,
    ...members,
  });
  return { status: 200, body: createdSourceResponse(source, context) };
}

function ownerProblems(owner: unknown): string[] {
  if (owner === undefined || owner === null) return ["owner is required"];
  if (!isObject(owner)) return ["owner must be an object"];
  if (owner.id === undefined || owner.id === null || owner.id === "")
    return ["owner.id is required"];
  return typeof owner.id === "string" ? [] : ["owner.id must be a string"];
}

function workgroupOf(context: RouteContext, body: JsonObject): string | null {
  const id = body.managementWorkgroup ?? null;
  if (id === null) return null;
  if (typeof id !== "string") throw badContent(["managementWorkgroup must be a string"]);
  const { createWorkgroup } = context.behaviour;
  if (!/^\d+$/.test(id)) {
    if (createWorkgroup === "ignored") return null;
    // The form of the value is wrong, not its reference: a service that takes numbers never looks anything up.
    if (createWorkgroup === "refused") {
      throw badRequest("400.1.3", `managementWorkgroup: "${id}" is no legacy id.`);
    }
  }
  expectWorkgroup(context, id, "managementWorkgroup");
  return id;
}

function expectReferences(context: RouteContext, lists: Members): void {
  for (const id of lists.approvers) expectMember(context, id, "approvers");
  for (const id of lists.accountManagers) expectMember(context, id, "accountManagers");
}

function getSource(context: RouteContext): Answer {
  const source = findSource(context, parameter(context, "sourceId"), "404 not documented");
  return { status: 200, body: sourceResponse(source, context) };
}

function patchSource(context: RouteContext): Answer {
  const { store, behaviour, limits } = context;
  const source = findSource(context, parameter(context, "sourceId"), "404 not documented");
  const operations = parsePatch(context.body);
  refuseOtherFields(operations, PATCHABLE);
  refuseMemberForms(operations, behaviour.patchReferences);
  const { id, sourceId, name, description, approvers, created, modified } = source;
  const document = {
    id,
    sourceId,
    name,
    description,
    approvers,
    // In the order of the answers, which is the one that positions in a patch mean.
    accountManagers: managersInOrder(source, behaviour),
    created,
    modified,
  };
  const patched = applyPatch(document, operations);
  expectTexts(patched, TEXTS, limits);
  const changes = {
    name: String(patched.name),
    description: String(patched.description),
    ...membersOf(patched, limits, { takesBareIds: true }),
  };
  expectReferences(context, changes);
  if (changes.name !== name) {
    expectFreeName(context, { name: changes.name, isNonEmployee: true, ownId: sourceId });
  }
  const changed = store.editSource(sourceId, changes);
  return { status: 200, body: sourceResponse(changed, context) };
}

function deleteSource(context: RouteContext): Answer {
  const source = findSource(context, parameter(context, "sourceId"), "404 not documented");
  removeSource(context, source.sourceId);
  return { status: 204 };
}

export const nonEmployeeSourceRoutes: readonly Route[] = [
  {
    method: "GET",
    template: COLLECTION,
    operationId: "listNonEmployeeSources",
    versions: API_VERSIONS,
    access: listSourcesAccess,
    list: FIELDS,
    handle: listSources,
  },
  {
    method: "POST",
    template: COLLECTION,
    operationId: "createNonEmployeeSource",
    versions: API_VERSIONS,
    access: createSourceAccess,
    accepts: "application/json",
    handle: createSource,
  },
  {
    method: "GET",
    template: ITEM,
    operationId: "getNonEmployeeSource",
    versions: API_VERSIONS,
    access: readAccess,
    handle: getSource,
  },
  {
    method: "PATCH",
    template: ITEM,
    operationId: "patchNonEmployeeSource",
    versions: API_VERSIONS,
    access: manageAccess,
    accepts: "application/json-patch+json",
    handle: patchSource,
  },
  {
    method: "DELETE",
    template: ITEM,
    operationId: "deleteNonEmployeeSource",
    versions: API_VERSIONS,
    access: manageAccess,
    handle: deleteSource,
  },
];
