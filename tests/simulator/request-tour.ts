/** The part of the walk that asks for non-employees, and decides on it. */
import { type ApiVersion, DEFAULT_IDENTITIES } from "../../simulator/index";
import { pathIn, type Walk } from "./tour";

const { ada, grace } = DEFAULT_IDENTITIES;

/** The token's user, Ada, is the first approver; the second request goes on to Grace. */
export async function visitRequests(
  { tenant, later, send }: Walk,
  version: ApiVersion,
  sourceId: string,
): Promise<void> {
  const { store } = tenant;
  const requests = pathIn(version, "non-employee-requests");
  const approvals = pathIn(version, "non-employee-approvals");
  const ask = async (accountName: string, approvers: string[]): Promise<string> => {
    store.editSource(sourceId, { approvers });
    const { id } = (await send("POST", requests, { body: person(sourceId, accountName) })).body;
    later();
    return id;
  };
  const itemOf = (id: string) => `${approvals}/${store.approvals(id)[0]?.id}`;

  const approved = await ask("grace.jones", [ada.id]);
  await send("GET", itemOf(approved));
  await send("POST", `${itemOf(approved)}/approve`, { body: { comment: "Welcome" } });
  const open = await ask("john.jones", [ada.id, grace.id]);
  await send("POST", `${itemOf(open)}/approve`, { body: {} });
  const rejected = await ask("jim.jones", [ada.id, grace.id]);
  await send("POST", `${itemOf(rejected)}/reject`, { body: { comment: "Not now" } });

  const query = { limit: "10", offset: "0", count: "true", "requested-for": "me" };
  const filters = `sourceId eq "${sourceId}"`;
  await send("GET", requests, { query: { ...query, filters, sorters: "-approvalStatus,created" } });
  await send("GET", requests, { query: { "requested-for": ada.id } });
  for (const id of [approved, open, rejected]) await send("GET", `${requests}/${id}`);
  await send("GET", `${requests}/summary/me`);
  await send("GET", `${requests}/summary/${ada.id}`);
  const own = { filters: 'approvalStatus eq "Approved"', sorters: "created,-modified" };
  await send("GET", approvals, { query: { ...query, ...own } });
  await send("GET", approvals);
  await send("GET", itemOf(approved), { query: { "include-detail": "true" } });
  await send("GET", itemOf(approved), { query: { "include-detail": "false" } });
  await send("GET", `${approvals}/summary/me`);
  await send("GET", `${approvals}/summary/${grace.id}`);
  await send("DELETE", `${requests}/${open}`);
}

function person(sourceId: string, accountName: string): object {
  return {
    accountName,
    ...{ firstName: "Grace", lastName: "Jones", email: `${accountName}@example.com` },
    ...{ phone: "5125555555", manager: grace.alias, sourceId, data: { costCenter: "4711" } },
    ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00Z" },
  };
}
