/** A walk through every operation of the simulator in one version, with all that requests and answers can hold. */
import {
  type ApiVersion,
  type Behaviour,
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type Simulator,
} from "../../simulator/index";
import { visitRequests } from "./request-tour";
import { call, type Reply, tokenOf, uploadForm } from "./tenant-client";

const { ada, grace, katherine, alan } = DEFAULT_IDENTITIES;
const { auditors, plantDesk } = DEFAULT_WORKGROUPS;
const DIRECTORY_SOURCE = "2c9180835d191a86015d28455b4b2330";

/** What a part of the walk has at hand. */
export interface Walk {
  tenant: Simulator;
  /** Lets the clock move on, so that what was made becomes visible. */
  later(): void;
  send(
    method: string,
    path: string,
    more?: { body?: unknown; form?: FormData; query?: Record<string, string> },
  ): Promise<Reply>;
}

/** The path of a collection in a version. */
export function pathIn(version: ApiVersion, collection: string, rest = ""): string {
  return version === "v1" ? `/${collection}/v1${rest}` : `/${version}/${collection}${rest}`;
}

/**
 * Takes the walk; the tenant must hold the default people, groups and sources.
 *
 * @param later moves the tenant's clock on
 * @throws Error that names the first answer that is no success
 */
export async function tour(
  tenant: Simulator,
  version: ApiVersion,
  later = () => {},
): Promise<void> {
  const token = await tokenOf(tenant);
  const walk: Walk = {
    tenant,
    later,
    send: async (method, path, more = {}) => {
      const reply = await call(tenant, path, { method, token, ...more });
      if (reply.status < 300) return reply;
      throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    },
  };
  const source = await makeSource(walk, version);
  if (version !== "beta") await visitNeighbours(walk, version, source.sourceId);
  if (version !== "beta" && version !== "v3") await visitDirectory(walk, version);
  await removeAll(walk, version, source);
}

interface Made {
  id: string;
  sourceId: string;
  /** Path of the source by the id that the tenant takes. */
  path: string;
}

async function makeSource(walk: Walk, version: ApiVersion): Promise<Made> {
  const { tenant, later, send } = walk;
  const { behaviour, store } = tenant;
  const collection = pathIn(version, "non-employee-sources");
  const body = {
    ...{ name: `Contractors ${version}`, description: "External staff", owner: { id: ada.id } },
    ...(behaviour.createWorkgroup !== "refused" && { managementWorkgroup: auditors.id }),
    approvers: [{ id: grace.id }, { id: plantDesk.id }],
    accountManagers: [{ id: katherine.id }, { id: alan.id }],
  };
  const { id, sourceId } = (await send("POST", collection, { body })).body;
  later();
  store.addRecord(sourceId, { data: { costCenter: "4711", note: "a, b" } });
  store.addRecord(sourceId);
  const path = `${collection}/${behaviour.pathIds === "id" ? id : sourceId}`;
  const query = { limit: "10", offset: "0", count: "true", sorters: "-created,name" };
  await send("GET", collection, { query: { ...query, "non-employee-count": "true" } });
  await send("GET", collection, { query: { "requested-for": katherine.id } });
  await send("GET", path);
  await send("PATCH", path, { body: sourcePatch(behaviour) });
  await visitAttributes(walk, path);
  const filters = `sourceId eq "${sourceId}"`;
  await send("GET", pathIn(version, "non-employee-records"), {
    query: { ...query, sorters: "lastName,-endDate", filters },
  });
  await visitRecords(walk, version, sourceId);
  const download = `${collection}/${behaviour.downloadIds === "id" ? id : sourceId}`;
  await visitUpload(walk, version, download);
  await send("GET", `${download}/non-employees/download`);
  await send("GET", `${download}/schema-attributes-template/download`);
  await visitRequests(walk, version, sourceId);
  return { id, sourceId, path };
}

async function visitRecords(
  { send, later }: Walk,
  version: ApiVersion,
  sourceId: string,
): Promise<void> {
  const collection = pathIn(version, "non-employee-records");
  const body = {
    ...{ accountName: `ida.${version}`, firstName: "Ida", lastName: "Rhodes", phone: "5125555555" },
    ...{ email: "ida@example.org", manager: ada.alias, sourceId, data: { costCenter: "4711" } },
    ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00Z" },
  };
  const { id } = (await send("POST", collection, { body })).body;
  const another = { ...body, accountName: `joan.${version}`, data: {} };
  const other = (await send("POST", collection, { body: another })).body;
  later();
  const path = `${collection}/${id}`;
  await send("GET", path);
  await send("PUT", path, { body: { ...body, lastName: "Hopper", data: { note: "x" } } });
  const patch = [
    { op: "replace", path: "/endDate", value: "2027-08-23T18:40:35.772Z" },
    { op: "add", path: "/data/costCenter", value: "0815" },
  ];
  await send("PATCH", path, { body: patch });
  await send("DELETE", path);
  await send("POST", `${collection}/bulk-delete`, { body: { ids: [other.id] } });
}

async function visitUpload(
  { send, later }: Walk,
  version: ApiVersion,
  source: string,
): Promise<void> {
  const path = `${source}/non-employee-bulk-upload`;
  await send("GET", `${path}/status`);
  const form = uploadForm(
    "accountName,firstName,lastName,phone,email,manager,startDate,endDate\n" +
      `mary.${version}, Mary, Jackson, 1, mary@example.org, ada.lovelace, 2026-03-24T00:00:00Z, 2027-03-24T00:00:00Z\n`,
  );
  await send("POST", path, { form });
  await send("GET", `${path}/status`);
  later();
  await send("GET", `${path}/status`);
}

function sourcePatch({ patchReferences }: Behaviour): object[] {
  const reference = patchReferences === "objects" ? { id: alan.id } : alan.id;
  return [
    { op: "replace", path: "/description", value: "All external staff" },
    { op: "replace", path: "/approvers", value: [reference] },
  ];
}

async function visitAttributes({ send, later }: Walk, path: string): Promise<void> {
  const collection = `${path}/schema-attributes`;
  const body = {
    ...{ type: "TEXT", label: "Cost center", technicalName: "costCenter", required: true },
    ...{ helpText: "Four digits", placeholder: "0000" },
  };
  const { id } = (await send("POST", collection, { body })).body;
  const plain = { type: "TEXT", label: "Note", technicalName: "note" };
  const unset = (await send("POST", collection, { body: plain })).body;
  later();
  await send("GET", collection);
  await send("GET", `${collection}/${id}`);
  await send("GET", `${collection}/${unset.id}`);
  const patch = [
    { op: "replace", path: "/label", value: "Cost centre" },
    { op: "replace", path: "/required", value: false },
    { op: "replace", path: "/helpText", value: "Five digits" },
  ];
  await send("PATCH", `${collection}/${id}`, { body: patch });
}

async function visitNeighbours(
  { send, tenant }: Walk,
  version: ApiVersion,
  sourceId: string,
): Promise<void> {
  const sources = pathIn(version, "sources");
  const query = { limit: "50", offset: "0", count: "true" };
  const filters = `id in ("${sourceId}", "${DIRECTORY_SOURCE}")`;
  await send("GET", sources, { query: { ...query, filters, sorters: "name,-created" } });
  await send("GET", `${sources}/${sourceId}`);
  await send("GET", `${sources}/${DIRECTORY_SOURCE}`);
  const owner = { op: "replace", path: "/owner", value: { type: "IDENTITY", id: grace.id } };
  const isRefused = tenant.behaviour.ownerPatch === "refused";
  const patched = isRefused ? DIRECTORY_SOURCE : sourceId;
  await send("PATCH", `${sources}/${patched}`, { body: [owner] });
  const core = { filters: 'alias sw "a"', sorters: "-name", "add-core-filters": "true" };
  await send("GET", pathIn(version, "public-identities"), { query: { ...query, ...core } });
}

async function visitDirectory({ send, tenant }: Walk, version: ApiVersion): Promise<void> {
  const query = { limit: "50", offset: "0", count: "true" };
  const identities = pathIn(version, "identities");
  const isSingle = tenant.behaviour.compositeFilters === "refused";
  const other = isSingle ? "" : ' or alias eq "ada.lovelace"';
  const filters = `email eq "grace.hopper@example.com"${other}`;
  const all = { filters, sorters: "name,-cloudStatus", defaultFilter: "NONE" };
  await send("GET", identities, { query: { ...query, ...all } });
  await send("GET", `${identities}/${grace.id}`);
  const workgroups = pathIn(version, "workgroups");
  const named = { filters: 'name in ("Auditors", "Plant desk")', sorters: "-modified" };
  await send("GET", workgroups, { query: { ...query, ...named } });
  await send("GET", `${workgroups}/${auditors.id}`);
}

async function removeAll(
  { send, tenant, later }: Walk,
  version: ApiVersion,
  made: Made,
): Promise<void> {
  const [attribute] = tenant.store.customAttributesOf(made.sourceId);
  await send("DELETE", `${made.path}/schema-attributes/${attribute?.id}`);
  await send("DELETE", `${made.path}/schema-attributes`);
  await send("DELETE", made.path);
  if (version === "beta") return;
  const other = tenant.store.addGenericSource({ name: `Spare ${version}`, owner: ada.id });
  later();
  await send("DELETE", pathIn(version, "sources", `/${other.id}`));
}
