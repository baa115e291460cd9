/** Looking governance groups up. */
import { type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { DIRECTORY_VERSIONS, type Workgroup } from "../entities";
import { workgroupResponse } from "../wire-directory";
import { readWorkgroupAccess } from "./access";
import { missing } from "./lookup";

const FIELDS: ListFields<Readonly<Workgroup>> = {
  idOf: ({ id }) => id,
  filters: {
    id: { operators: ["eq", "in", "sw"], value: ({ id }) => id },
    name: { operators: ["eq", "sw", "in"], value: ({ name }) => name },
    "memberships.identityId": { operators: ["eq", "in"], value: ({ members }) => members },
  },
  sorters: {
    name: ({ name }) => name,
    created: ({ created }) => created,
    modified: ({ modified }) => modified,
    id: ({ id }) => id,
    description: ({ description }) => description,
  },
  mayRefuseComposites: true,
};

function listWorkgroups(context: RouteContext): Answer {
  const { items, headers } = listPage(context.store.rows.workgroups(), context, FIELDS);
  return { status: 200, body: items.map((group) => workgroupResponse(group, context)), headers };
}

function getWorkgroup(context: RouteContext): Answer {
  const id = parameter(context, "id");
  const group = context.store.rows.workgroup(id);
  if (!group) throw missing(context, "governance group", id, "404 not documented");
  return { status: 200, body: workgroupResponse(group, context) };
}

export const workgroupRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/workgroups",
    operationId: "listWorkgroups",
    versions: DIRECTORY_VERSIONS,
    access: readWorkgroupAccess,
    list: FIELDS,
    handle: listWorkgroups,
  },
  {
    method: "GET",
    template: "/workgroups/{id}",
    operationId: "getWorkgroup",
    versions: DIRECTORY_VERSIONS,
    access: readWorkgroupAccess,
    handle: getWorkgroup,
  },
];
