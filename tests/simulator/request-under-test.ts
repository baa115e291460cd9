/** People who ask for non-employees and decide on it, each with a client of their own. */
import {
  type ApprovalItem,
  DEFAULT_IDENTITIES,
  DEFAULT_WORKGROUPS,
  type Seed,
  type Simulator,
  type UserLevel,
} from "../../simulator/index";
import { type Call, call, type Reply } from "./tenant-client";

export const { ada, grace, katherine, alan, edsger } = DEFAULT_IDENTITIES;
export const { plantDesk } = DEFAULT_WORKGROUPS;

const user = (clientId: string, identityId: string, userLevel: UserLevel = "USER") => ({
  ...{ clientId, clientSecret: clientId, identityId, userLevel },
  scopes: ["idn:nelm:read", "idn:nelm:manage"],
});

/** The ids of the clients; `ada` is the administrator and `machine` has no user. */
export type Who = "ada" | "grace" | "katherine" | "alan" | "edsger" | "machine";

/** Katherine manages, Grace owns; Grace approves first, then the plant desk, which is Katherine and Alan. */
export const requestSeed: Seed = {
  clients: [
    user("ada", ada.id, "ORG_ADMIN"),
    user("grace", grace.id),
    user("katherine", katherine.id),
    user("alan", alan.id),
    user("edsger", edsger.id),
    { clientId: "machine", clientSecret: "machine", scopes: ["sp:scopes:all"] },
  ],
  sources: [
    {
      ...{ name: "Contractors", description: "External staff", owner: grace.id },
      ...{
        id: "a0303682-5e4a-44f7-bdc2-6ce6112549c1",
        sourceId: "2c91808568c529c60168cca6f90c1313",
      },
      approvers: [grace.id, plantDesk.id],
      accountManagers: [katherine.id],
      attributes: [
        { technicalName: "costCenter", label: "Cost center", required: true },
        { technicalName: "note", label: "Note" },
      ],
      records: [{ accountName: "existed" }],
    },
    {
      ...{ name: "Visitors", description: "Guests", owner: ada.id },
      sourceId: "2c91808568c529c60168cca6f90c1414",
    },
  ],
};

export const SOURCE = "2c91808568c529c60168cca6f90c1313";
export const OTHER = "2c91808568c529c60168cca6f90c1414";
export const REQUESTS = "/v2026/non-employee-requests";
export const APPROVALS = "/v2026/non-employee-approvals";

/** The body of a complete request. */
export const body = {
  ...{ accountName: "william.smith", firstName: "William", lastName: "Smith" },
  ...{ email: "william.smith@example.com", phone: "5125555555", manager: alan.alias },
  ...{ sourceId: SOURCE, data: { costCenter: "4711" } },
  ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00Z" },
};

/** A call with the client of a person. */
export function callAs(
  tenant: Simulator,
  who: Who,
  path: string,
  options: Omit<Call, "clientId" | "clientSecret"> = {},
): Promise<Reply> {
  return call(tenant, path, { ...options, clientId: who, clientSecret: who });
}

/** Creates a request and gives its id and its approval items. */
export async function create(
  tenant: Simulator,
  changes: object = {},
): Promise<{ id: string; items: ApprovalItem[] }> {
  const reply = await callAs(tenant, "ada", REQUESTS, {
    method: "POST",
    body: { ...body, ...changes },
  });
  expect(reply.status).toBe(200);
  return { id: reply.body.id, items: tenant.store.approvals(reply.body.id) };
}

/** Decides on an approval item. */
export function decide(
  tenant: Simulator,
  who: Who,
  item: Pick<ApprovalItem, "id"> | undefined,
  word: "approve" | "reject",
  decision: unknown = { comment: "so be it" },
): Promise<Reply> {
  const path = `${APPROVALS}/${item?.id}/${word}`;
  return callAs(tenant, who, path, { method: "POST", body: decision });
}

/** The states of the approval items of a request, in their order. */
export function states(tenant: Simulator, id: string): string[] {
  return tenant.store.approvals(id).map(({ approvalStatus }) => approvalStatus);
}

/** Number of the code that an answer is refused with. */
export function codeOf({ body: said }: Reply): string {
  return said.detailCode.split(" ")[0] ?? "";
}
