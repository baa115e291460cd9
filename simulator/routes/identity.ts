/** Looking people up. */
import { booleanParameter, type ListFields, listPage } from "../collection";
import { type Answer, parameter, type Route, type RouteContext } from "../context";
import { DIRECTORY_VERSIONS, type Identity, NEIGHBOUR_VERSIONS } from "../entities";
import { badRequest } from "../error-body";
import type { FilterField } from "../filter";
import { identityResponse, managerIds, publicIdentityResponse } from "../wire-directory";
import { publicIdentitiesAccess, readIdentityAccess } from "./access";
import { missing } from "./lookup";

type Person = Readonly<Identity>;

const PERSON_FILTERS: Readonly<Record<string, FilterField<Person>>> = {
  id: { operators: ["eq", "in"], value: ({ id }) => id },
  alias: { operators: ["eq", "sw"], value: ({ alias }) => alias },
  firstname: { operators: ["eq", "sw"], value: ({ firstName }) => firstName },
  lastname: { operators: ["eq", "sw"], value: ({ lastName }) => lastName },
  email: { operators: ["eq", "sw"], value: ({ email }) => email },
};

const PUBLIC_FIELDS: ListFields<Person> = {
  idOf: ({ id }) => id,
  filters: PERSON_FILTERS,
  sorters: { name: ({ name }) => name },
  mayRefuseComposites: true,
};

const FIELDS: ListFields<Person> = {
  idOf: ({ id }) => id,
  filters: {
    ...PERSON_FILTERS,
    name: { operators: ["eq", "sw"], value: ({ name }) => name },
    cloudStatus: { operators: ["eq"], value: ({ cloudStatus }) => cloudStatus },
    processingState: { operators: ["eq"], value: ({ processingState }) => processingState },
    correlated: { operators: ["eq"], value: ({ correlated }) => correlated },
    protected: { operators: ["eq"], value: (person) => person.protected },
  },
  sorters: {
    name: ({ name }) => name,
    alias: ({ alias }) => alias,
    cloudStatus: ({ cloudStatus }) => cloudStatus,
  },
  mayRefuseComposites: true,
};

const DEFAULT_FILTERS: readonly string[] = ["CORRELATED_ONLY", "NONE"];
const BUILT_IN: readonly string[] = ["spadmin", "cloudadmin"];

function listPublicIdentities(context: RouteContext): Answer {
  const people = context.store.rows.identities();
  const isCore = booleanParameter(context.query, "add-core-filters", false);
  const wanted = isCore ? people.filter(isComplete) : people;
  const { items, headers } = listPage(wanted, context, PUBLIC_FIELDS);
  const body = items.map((person) => publicIdentityResponse(person, context));
  return { status: 200, body, headers };
}

/** The core filters, in the words of the file; a text that is empty here stands for one that is null there. */
function isComplete(person: Person): boolean {
  const { alias, lastName, email, correlated } = person;
  return (
    (correlated || person.protected) &&
    !BUILT_IN.includes(alias.toLowerCase()) &&
    [alias, lastName, email ?? ""].every((text) => text !== "")
  );
}

function listIdentities(context: RouteContext): Answer {
  const people = context.store.rows.identities();
  const name = context.query.get("defaultFilter") ?? "CORRELATED_ONLY";
  if (!DEFAULT_FILTERS.includes(name)) {
    throw badRequest("400.1", `defaultFilter must be ${DEFAULT_FILTERS.join(" or ")};`);
  }
  const wanted = name === "NONE" ? people : people.filter(({ correlated }) => correlated);
  const { items, headers } = listPage(wanted, context, FIELDS);
  const managers = managerIds(context);
  const body = items.map((person) => identityResponse(person, context, managers));
  return { status: 200, body, headers };
}

function getIdentity(context: RouteContext): Answer {
  const id = parameter(context, "id");
  const person = context.store.rows.identity(id);
  if (!person) throw missing(context, "identity", id, "404 documented");
  return { status: 200, body: identityResponse(person, context) };
}

export const identityRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/public-identities",
    operationId: "getPublicIdentities",
    versions: NEIGHBOUR_VERSIONS,
    access: publicIdentitiesAccess,
    list: PUBLIC_FIELDS,
    handle: listPublicIdentities,
  },
  {
    method: "GET",
    template: "/identities",
    operationId: "listIdentities",
    versions: DIRECTORY_VERSIONS,
    access: readIdentityAccess,
    list: FIELDS,
    handle: listIdentities,
  },
  {
    method: "GET",
    template: "/identities/{id}",
    operationId: "getIdentity",
    versions: DIRECTORY_VERSIONS,
    access: readIdentityAccess,
    handle: getIdentity,
  },
];
