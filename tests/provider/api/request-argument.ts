/** Every argument of the calls on requests and approvals, wrong in each way that it can be. */
import type { Client, NonEmployeeRequestBody } from "../../../provider/api";

/** A complete request. */
export const requestBody: NonEmployeeRequestBody = {
  ...{ accountName: "william.smith", firstName: "William", lastName: "Smith" },
  ...{ email: "william.smith@example.com", phone: "5125555555", manager: "alan.turing" },
  ...{ sourceId: "2c91808568c529c60168cca6f90c1313", data: { costCenter: "4711" } },
  ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-25T00:00:00.5Z" },
};

/** A value that no caller's compiler would let through. */
function wrong<T>(value: unknown): T {
  return value as T;
}

type WrongCall = [operation: string, field: string, call: (client: Client) => unknown];

const REQUIRED = [
  ...["accountName", "firstName", "lastName", "email", "phone", "manager", "sourceId"],
  ...["startDate", "endDate"],
];

const wrongBodies: readonly [field: string, body: unknown][] = [
  ...REQUIRED.flatMap((field): [string, unknown][] => [
    [field, { ...requestBody, [field]: undefined }],
    [field, { ...requestBody, [field]: "" }],
    [field, { ...requestBody, [field]: 7 }],
  ]),
  ...["yesterday", "2026-03-24", "2026-03-24T00:00:00", "2026-13-24T00:00:00Z"].map(
    (startDate): [string, unknown] => ["startDate", { ...requestBody, startDate }],
  ),
  ["data.costCenter", { ...requestBody, data: { costCenter: 4711 } }],
  ["data", { ...requestBody, data: null }],
  ["color", { ...requestBody, color: "red" }],
  ["(whole)", undefined],
];

const long = "x".repeat(4001);

export const requestArguments: WrongCall[] = [
  ...wrongBodies.map(([field, body]): WrongCall => {
    return ["createNonEmployeeRequest", field, (c) => c.createNonEmployeeRequest(wrong(body))];
  }),
  ...[
    ["requestedFor", {}],
    ["requestedFor", { requestedFor: "" }],
    ["sourceId", { requestedFor: "me", sourceId: "" }],
    ["sorters", { requestedFor: "me", sorters: "manager" }],
    ["filters", { requestedFor: "me", filters: "a" }],
    ["(whole)", undefined],
  ].map(([field, query]): WrongCall => {
    return ["listNonEmployeeRequests", `${field}`, (c) => c.listNonEmployeeRequests(wrong(query))];
  }),
  ["getNonEmployeeRequest", "id", (c) => c.getNonEmployeeRequest("")],
  ["deleteNonEmployeeRequest", "id", (c) => c.deleteNonEmployeeRequest("..")],
  ["getNonEmployeeRequestSummary", "requested-for", (c) => c.getNonEmployeeRequestSummary("")],
  ...[
    ["requestedFor", { requestedFor: "" }],
    ["approvalStatus", { approvalStatus: "Pending" }],
    ["sorters", { sorters: "approvalStatus" }],
    ["limit", { limit: 3 }],
  ].map(([field, query]): WrongCall => {
    return [
      "listNonEmployeeApprovals",
      `${field}`,
      (c) => c.listNonEmployeeApprovals(wrong(query)),
    ];
  }),
  ["getNonEmployeeApproval", "id", (c) => c.getNonEmployeeApproval(" ")],
  [
    "getNonEmployeeApproval",
    "includeDetail",
    (c) => c.getNonEmployeeApproval("a1", wrong({ includeDetail: "no" })),
  ],
  ["approveNonEmployeeRequest", "id", (c) => c.approveNonEmployeeRequest("")],
  [
    "approveNonEmployeeRequest",
    "comment",
    (c) => c.approveNonEmployeeRequest("a1", { comment: long }),
  ],
  [
    "approveNonEmployeeRequest",
    "reason",
    (c) => c.approveNonEmployeeRequest("a1", wrong({ reason: "" })),
  ],
  ["rejectNonEmployeeRequest", "id", (c) => c.rejectNonEmployeeRequest("", { comment: "no" })],
  ["rejectNonEmployeeRequest", "comment", (c) => c.rejectNonEmployeeRequest("a1", wrong({}))],
  ["rejectNonEmployeeRequest", "comment", (c) => c.rejectNonEmployeeRequest("a1", { comment: "" })],
  [
    "rejectNonEmployeeRequest",
    "comment",
    (c) => c.rejectNonEmployeeRequest("a1", { comment: long }),
  ],
  [
    "rejectNonEmployeeRequest",
    "(whole)",
    (c) => c.rejectNonEmployeeRequest("a1", wrong(undefined)),
  ],
  ["getNonEmployeeApprovalSummary", "requested-for", (c) => c.getNonEmployeeApprovalSummary("")],
];
