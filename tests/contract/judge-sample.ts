/** Exchanges as they should be, which tests of the judge spoil in one place each. */
import type { LoggedRequest } from "../../simulator/index";

export const UUID = "a0303682-5e4a-44f7-bdc2-6ce6112549c1";
export const HEX = "2c91808568c529c60168cca6f90c1313";

export const source = {
  id: UUID,
  sourceId: HEX,
  name: "Retail",
  description: "Shops",
  approvers: [{ type: "IDENTITY", id: HEX }],
  accountManagers: [],
  created: "2021-01-12T20:49:40.26Z",
  modified: "2021-01-12T20:50:26.823Z",
};

export const error = {
  detailCode: "400.1 Bad Request Content",
  trackingId: HEX,
  messages: [],
  causes: [],
};

/** The body of a 404. */
export const notFound = { ...error, detailCode: "404 Not found" };

export const get: LoggedRequest = {
  sequence: 1,
  at: "2026-03-02T10:00:00.120Z",
  method: "GET",
  path: `/v2025/non-employee-sources/${HEX}`,
  version: "v2025",
  template: "/non-employee-sources/{sourceId}",
  query: {},
  headers: { authorization: "[redacted]" },
  status: 200,
  responseHeaders: { "content-type": "application/json;charset=UTF-8", "slpt-request-id": HEX },
  responseBody: source,
};

export const list: LoggedRequest = {
  ...get,
  path: "/non-employee-sources/v1",
  version: "v1",
  responseBody: [{ ...source, nonEmployeeCount: null }],
};

export const create: LoggedRequest = {
  ...list,
  method: "POST",
  headers: { ...get.headers, "content-type": "application/json" },
  body: { name: "Retail", description: "Shops", owner: { id: HEX } },
  responseBody: { ...source, cloudExternalId: "99999" },
};

export const patch: LoggedRequest = {
  ...get,
  method: "PATCH",
  headers: { ...get.headers, "content-type": "application/json-patch+json" },
  body: [{ op: "replace", path: "/approvers", value: [HEX] }],
};

export const CSV = "accountName,firstName,lastName,phone,email,manager,startDate,endDate,badge\n";

/** A download of records. */
export const download: LoggedRequest = {
  ...get,
  path: `${get.path}/non-employees/download`,
  responseHeaders: { "content-type": "text/csv" },
  responseBody: `${CSV}a, b, c, d, e, f, 2020-04-05T08:00:00-10:00,2020-08-07T19:00:00Z, i\n`,
};

export const remove: LoggedRequest = { ...get, method: "DELETE", status: 204 };
delete remove.responseBody;

/** A custom attribute without texts. */
export const attribute = {
  ...{ id: UUID, system: false, type: "TEXT", label: "Badge", technicalName: "badge" },
  ...{ created: source.created, modified: source.modified, required: false },
};

/** A read of the attribute. */
export const getAttribute: LoggedRequest = {
  ...get,
  path: `${get.path}/schema-attributes/${UUID}`,
  template: "/non-employee-sources/{sourceId}/schema-attributes/{attributeId}",
  responseBody: attribute,
};

/** A generic source with nothing that need not be. */
export const generic = {
  ...{ id: HEX, name: "Retail", description: "", connector: "non-employee", cluster: null },
  owner: { type: "IDENTITY", id: HEX, name: "Ada" },
  ...{ accountCorrelationConfig: null, accountCorrelationRule: null },
  ...{ managerCorrelationMapping: null, managerCorrelationRule: null, category: null },
  ...{ beforeProvisioningRule: null, schemas: [], passwordPolicies: null, features: [] },
  ...{ type: "Non-Employee", connectorClass: "x", connectorAttributes: { anything: [1] } },
  ...{ deleteThreshold: 10, authoritative: false, managementWorkgroup: null, healthy: true },
  ...{ status: "SOURCE_STATE_HEALTHY", since: source.created, connectorId: "x" },
  ...{ connectorName: "Non-Employee", connectionType: "file", connectorImplementationId: "x" },
  ...{ created: source.created, modified: source.modified, credentialProviderEnabled: false },
};

/** A change of the attribute. */
export const patchAttribute: LoggedRequest = {
  ...{ ...getAttribute, method: "PATCH", headers: patch.headers },
  body: [{ op: "replace", path: "/label", value: "Badge" }],
};
