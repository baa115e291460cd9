import { ArgumentError, type Client, createClient } from "../../../provider/api";
import { requestArguments } from "./request-argument";
import { clientOf, rejectionOf, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: "2c91808570313110017040b06f344ec9" },
};
const person = {
  ...{ accountName: "a.b", firstName: "A", lastName: "B", email: "a@example.org", phone: "1" },
  ...{ manager: "ada.lovelace", sourceId: "s1" },
  ...{ startDate: "2026-03-24T00:00:00-05:00", endDate: "2027-03-24T00:00:00Z" },
};
const attribute = { type: "TEXT", technicalName: "costCenter", label: "Cost center" };

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items) return;
}

/** A value that no caller's compiler would let through. */
function wrong<T>(value: unknown): T {
  return value as T;
}

/** Every argument of every call, wrong in each way that it can be. */
const calls: [string, string, (client: Client) => unknown][] = [
  ["listNonEmployeeSources", "sorters", (c) => c.listNonEmployeeSources({ sorters: "name,color" })],
  ["listNonEmployeeSources", "sorters", (c) => c.listNonEmployeeSources({ sorters: "" })],
  ["listNonEmployeeSources", "requestedFor", (c) => c.listNonEmployeeSources({ requestedFor: "" })],
  [
    "listNonEmployeeSources",
    "nonEmployeeCount",
    (c) => c.listNonEmployeeSources(wrong({ nonEmployeeCount: "yes" })),
  ],
  [
    "listNonEmployeeSources",
    "filters",
    (c) => c.listNonEmployeeSources(wrong({ filters: "name eq" })),
  ],
  ["createNonEmployeeSource", "name", (c) => c.createNonEmployeeSource({ ...body, name: "" })],
  [
    "createNonEmployeeSource",
    "description",
    (c) => c.createNonEmployeeSource(wrong({ ...body, description: undefined })),
  ],
  [
    "createNonEmployeeSource",
    "owner.id",
    (c) => c.createNonEmployeeSource({ ...body, owner: { id: "" } }),
  ],
  [
    "createNonEmployeeSource",
    "managementWorkgroup",
    (c) => c.createNonEmployeeSource({ ...body, managementWorkgroup: "" }),
  ],
  [
    "createNonEmployeeSource",
    "approvers.0.id",
    (c) => c.createNonEmployeeSource({ ...body, approvers: [{ id: "" }] }),
  ],
  [
    "createNonEmployeeSource",
    "accountManagers",
    (c) => c.createNonEmployeeSource({ ...body, accountManagers: Array(11).fill({ id: "a" }) }),
  ],
  [
    "createNonEmployeeSource",
    "color",
    (c) => c.createNonEmployeeSource(wrong({ ...body, color: "red" })),
  ],
  ["createNonEmployeeSource", "(whole)", (c) => c.createNonEmployeeSource(wrong(null))],
  ["getNonEmployeeSource", "sourceId", (c) => c.getNonEmployeeSource("")],
  ["getNonEmployeeSource", "sourceId", (c) => c.getNonEmployeeSource(wrong(undefined))],
  ["getNonEmployeeSource", "sourceId", (c) => c.getNonEmployeeSource(wrong({ id: "s1" }))],
  [
    "patchNonEmployeeSource",
    "sourceId",
    (c) => c.patchNonEmployeeSource(" ", [{ op: "remove", path: "/x" }]),
  ],
  ["patchNonEmployeeSource", "(whole)", (c) => c.patchNonEmployeeSource("s1", [])],
  [
    "patchNonEmployeeSource",
    "0.path",
    (c) => c.patchNonEmployeeSource("s1", [{ op: "remove", path: "name" }]),
  ],
  [
    "patchNonEmployeeSource",
    "0.op",
    (c) => c.patchNonEmployeeSource("s1", wrong([{ op: "set", path: "/name" }])),
  ],
  ["deleteNonEmployeeSource", "sourceId", (c) => c.deleteNonEmployeeSource("..")],
  [
    "getNonEmployeeSourceSchemaAttributes",
    "sourceId",
    (c) => c.getNonEmployeeSourceSchemaAttributes(""),
  ],
  [
    "createNonEmployeeSourceSchemaAttributes",
    "sourceId",
    (c) => c.createNonEmployeeSourceSchemaAttributes("", attribute),
  ],
  [
    "createNonEmployeeSourceSchemaAttributes",
    "technicalName",
    (c) => c.createNonEmployeeSourceSchemaAttributes("s1", { ...attribute, technicalName: "" }),
  ],
  [
    "createNonEmployeeSourceSchemaAttributes",
    "label",
    (c) => c.createNonEmployeeSourceSchemaAttributes("s1", { ...attribute, label: "" }),
  ],
  [
    "createNonEmployeeSourceSchemaAttributes",
    "required",
    (c) =>
      c.createNonEmployeeSourceSchemaAttributes("s1", wrong({ ...attribute, required: "yes" })),
  ],
  [
    "createNonEmployeeSourceSchemaAttributes",
    "(whole)",
    (c) => c.createNonEmployeeSourceSchemaAttributes("s1", wrong(undefined)),
  ],
  [
    "getNonEmployeeSchemaAttribute",
    "attributeId",
    (c) => c.getNonEmployeeSchemaAttribute("s1", ""),
  ],
  [
    "patchNonEmployeeSchemaAttribute",
    "attributeId",
    (c) => c.patchNonEmployeeSchemaAttribute("s1", ".", [{ op: "remove", path: "/x" }]),
  ],
  [
    "patchNonEmployeeSchemaAttribute",
    "0.value",
    (c) =>
      c.patchNonEmployeeSchemaAttribute(
        "s1",
        "a1",
        wrong([{ op: "replace", path: "/label", value: null }]),
      ),
  ],
  [
    "deleteNonEmployeeSchemaAttribute",
    "sourceId",
    (c) => c.deleteNonEmployeeSchemaAttribute("", "a1"),
  ],
  ["listSources", "sorters", (c) => c.listSources({ sorters: "-color" })],
  ["listSources", "filters", (c) => c.listSources({ filters: "" })],
  ["getSource", "id", (c) => c.getSource("")],
  [
    "updateSource",
    "id",
    (c) => c.updateSource("", [{ op: "remove", path: "/managementWorkgroup" }]),
  ],
  ["updateSource", "(whole)", (c) => c.updateSource("s1", [])],
  ["listNonEmployeeRecords", "sourceId", (c) => drain(c.listNonEmployeeRecords({ sourceId: "" }))],
  [
    "listNonEmployeeRecords",
    "sorters",
    (c) => drain(c.listNonEmployeeRecords({ sorters: "lastname" })),
  ],
  [
    "deleteNonEmployeeSourceSchemaAttributes",
    "sourceId",
    (c) => c.deleteNonEmployeeSourceSchemaAttributes(""),
  ],
  [
    "createNonEmployeeRecord",
    "firstName",
    (c) => c.createNonEmployeeRecord({ ...person, firstName: "" }),
  ],
  [
    "createNonEmployeeRecord",
    "startDate",
    (c) => c.createNonEmployeeRecord({ ...person, startDate: "2026-03-24" }),
  ],
  [
    "createNonEmployeeRecord",
    "endDate",
    (c) => c.createNonEmployeeRecord({ ...person, endDate: "2026-03-24T10:00Z" }),
  ],
  [
    "createNonEmployeeRecord",
    "data.badge",
    (c) => c.createNonEmployeeRecord(wrong({ ...person, data: { badge: 7 } })),
  ],
  [
    "createNonEmployeeRecord",
    "costCenter",
    (c) => c.createNonEmployeeRecord(wrong({ ...person, costCenter: "7" })),
  ],
  ["createNonEmployeeRecord", "(whole)", (c) => c.createNonEmployeeRecord(wrong(undefined))],
  ["getNonEmployeeRecord", "id", (c) => c.getNonEmployeeRecord("")],
  ["updateNonEmployeeRecord", "id", (c) => c.updateNonEmployeeRecord("..", person)],
  [
    "updateNonEmployeeRecord",
    "manager",
    (c) => c.updateNonEmployeeRecord("r1", wrong({ ...person, manager: undefined })),
  ],
  ["patchNonEmployeeRecord", "(whole)", (c) => c.patchNonEmployeeRecord("r1", [])],
  ["deleteNonEmployeeRecord", "id", (c) => c.deleteNonEmployeeRecord(" ")],
  ["deleteNonEmployeeRecordsInBulk", "(whole)", (c) => c.deleteNonEmployeeRecordsInBulk([])],
  [
    "deleteNonEmployeeRecordsInBulk",
    "(whole)",
    (c) => c.deleteNonEmployeeRecordsInBulk(wrong("r")),
  ],
  ["deleteNonEmployeeRecordsInBulk", "1", (c) => c.deleteNonEmployeeRecordsInBulk(["r1", ""])],
  ["importNonEmployeeRecordsInBulk", "id", (c) => c.importNonEmployeeRecordsInBulk("", "a,b")],
  ["importNonEmployeeRecordsInBulk", "csv", (c) => c.importNonEmployeeRecordsInBulk("s1", "")],
  [
    "importNonEmployeeRecordsInBulk",
    "csv",
    (c) => c.importNonEmployeeRecordsInBulk("s1", wrong({ rows: [] })),
  ],
  [
    "importNonEmployeeRecordsInBulk",
    "csv",
    (c) => c.importNonEmployeeRecordsInBulk("s1", wrong(null)),
  ],
  [
    "importNonEmployeeRecordsInBulk",
    "fileName",
    (c) => c.importNonEmployeeRecordsInBulk("s1", "a,b", { fileName: "" }),
  ],
  ["getNonEmployeeBulkUploadStatus", "id", (c) => c.getNonEmployeeBulkUploadStatus("")],
  ["waitForBulkUpload", "pollMs", (c) => c.waitForBulkUpload("s1", { pollMs: 10 })],
  ["waitForBulkUpload", "pollMs", (c) => c.waitForBulkUpload("s1", { pollMs: 600_000 })],
  [
    "waitForBulkUpload",
    "totalTimeoutSeconds",
    (c) => c.waitForBulkUpload("s1", { totalTimeoutSeconds: 0 }),
  ],
  ["waitForBulkUpload", "onProgress", (c) => c.waitForBulkUpload("s1", wrong({ onProgress: "x" }))],
  ["exportNonEmployeeRecords", "id", (c) => drain(c.exportNonEmployeeRecords("").rows())],
  [
    "exportNonEmployeeSourceSchemaTemplate",
    "id",
    (c) => c.exportNonEmployeeSourceSchemaTemplate("..").columns(),
  ],
  ["getPublicIdentities", "sorters", (c) => c.getPublicIdentities({ sorters: "alias" })],
  ["getPublicIdentities", "filters", (c) => c.getPublicIdentities({ filters: "" })],
  [
    "getPublicIdentities",
    "addCoreFilters",
    (c) => c.getPublicIdentities(wrong({ addCoreFilters: 1 })),
  ],
  ["listIdentities", "sorters", (c) => c.listIdentities({ sorters: "name,,alias" })],
  ["listIdentities", "defaultFilter", (c) => c.listIdentities(wrong({ defaultFilter: "ALL" }))],
  ["getIdentity", "id", (c) => c.getIdentity("")],
  ["listWorkgroups", "sorters", (c) => c.listWorkgroups({ sorters: "owner" })],
  ["listWorkgroups", "limit", (c) => c.listWorkgroups(wrong({ limit: 3 }))],
  ["getWorkgroup", "id", (c) => c.getWorkgroup("")],
  ...requestArguments,
];

async function refusalOf(call: (client: Client) => unknown, client: Client): Promise<unknown> {
  return rejectionOf((async () => call(client))());
}

/** The operation that a call is made of where it has another name. */
const operationOf: Partial<Record<string, string>> = {
  waitForBulkUpload: "getNonEmployeeBulkUploadStatus",
};

describe("a wrong argument", () => {
  it.each(calls)(
    "of %s (%s) is refused by its name before anything is sent",
    async (name, field, call) => {
      await serve([]);
      const error = await refusalOf(call, clientOf(server).client);

      expect(error).toBeInstanceOf(ArgumentError);
      const operation = operationOf[name] ?? name;
      expect(error).toMatchObject({ code: "invalid_argument", operation });
      expect(String(error)).toMatch(/ - (correct these|pass the (id|CSV file))/);
      expect(String(error)).toContain(field);
      expect(server.requests).toHaveLength(0);
      expect(server.tokenRequests).toHaveLength(0);
    },
  );

  it("is looked for in every call that has arguments", async () => {
    await serve([]);
    const client = createClient({
      baseUrl: "https://acme.api.identitynow.com",
      clientId: "i",
      clientSecret: "s",
    });
    const names = Object.keys(client).filter(
      (name) => !["baseUrl", "authenticate", "serverTime"].includes(name),
    );

    expect([...new Set(calls.map(([operation]) => operation))].sort()).toEqual(names.sort());
  });
});
