import { type ApiVersion, DEFAULT_IDENTITIES } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { call } from "./tenant-client";

const { ada } = DEFAULT_IDENTITIES;
const PREFIXED: readonly ApiVersion[] = ["v2026", "v2025", "v2024", "v3", "beta"];

describe("API versions of the simulator", () => {
  const tenant = useSimulator({ judgedRequests: "accepted" });

  function path(version: ApiVersion, collection: string, rest = ""): string {
    return version === "v1" ? `/${collection}/v1${rest}` : `/${version}/${collection}${rest}`;
  }

  it.each<ApiVersion>(["v1", ...PREFIXED])(
    "serves the whole life of a source and an attribute in %s",
    async (version) => {
      const sources = path(version, "non-employee-sources");
      const body = { name: "Contractors", description: "External staff", owner: { id: ada.id } };
      const { sourceId } = (await call(tenant, sources, { method: "POST", body })).body;
      const attributes = `${sources}/${sourceId}/schema-attributes`;
      const attribute = { type: "TEXT", label: "Badge", technicalName: "badge" };
      const { id } = (await call(tenant, attributes, { method: "POST", body: attribute })).body;
      const label = [{ op: "replace", path: "/label", value: "Badge number" }];
      const name = [{ op: "replace", path: "/name", value: "Externals" }];
      const replies = [
        await call(tenant, `${attributes}/${id}`, { method: "PATCH", body: label }),
        await call(tenant, `${sources}/${sourceId}`, { method: "PATCH", body: name }),
        await call(tenant, `${attributes}/${id}`),
        await call(tenant, attributes),
        await call(tenant, sources),
        await call(tenant, `${sources}/${sourceId}`),
        await call(tenant, path(version, "non-employee-records")),
        await call(tenant, `${attributes}/${id}`, { method: "DELETE" }),
        await call(tenant, attributes, { method: "DELETE" }),
        await call(tenant, `${sources}/${sourceId}`, { method: "DELETE" }),
      ];
      const statuses = replies.map(({ status }) => status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 204, 204, 204]);
      const isDeprecated = replies.map(({ headers }) => headers.get("x-deprecated") === "true");
      expect(isDeprecated).toEqual(replies.map(() => version === "beta"));
      expect(
        tenant.requests.every(
          (entry) => entry.version === version || entry.path === "/oauth/token",
        ),
      ).toBe(true);
    },
  );

  it("answers beta with its own types", async () => {
    const source = { name: "Contractors", description: "External staff", owner: ada.id };
    const { sourceId } = tenant.store.addSource({
      ...source,
      attributes: [{ technicalName: "a", label: "A" }],
    });
    const item = `/non-employee-sources/${sourceId}`;
    expect((await call(tenant, `/beta${item}`)).body.nonEmployeeCount).toBeNull();
    expect((await call(tenant, `/v2025${item}`)).body).not.toHaveProperty("nonEmployeeCount");
    const beta = (await call(tenant, `/beta${item}/schema-attributes`)).items;
    expect([beta[3]?.type, beta[4]?.type, beta[8]?.helpText]).toEqual(["PHONE", "EMAIL", null]);
    const v3 = (await call(tenant, `/v3${item}/schema-attributes`)).items;
    expect([v3[3]?.type, v3[4]?.type]).toEqual(["TEXT", "TEXT"]);
    expect(v3[8]).not.toHaveProperty("helpText");
  });

  it.each([
    ["/sources/v1", 200],
    ["/v2026/sources", 200],
    ["/v2024/sources", 200],
    ["/v3/sources", 200],
    ["/beta/sources", 404],
    ["/v2025/nothing", 404],
    ["/v2023/sources", 404],
    ["/sources", 404],
    ["/v2025/sources/%E0%A4%A", 400],
    ["/v2025/non-employee-sources/", 404],
  ])("answers GET %s with %d", async (where, status) => {
    expect((await call(tenant, where)).status).toBe(status);
  });

  it("answers 404 to a method that a path does not have, and still knows the template", async () => {
    expect((await call(tenant, "/v2025/sources/x", { method: "PUT" })).status).toBe(404);
    expect(tenant.requests.at(-1)).toMatchObject({ template: "/sources/{id}", version: "v2025" });
    expect(tenant.requests.at(-1)?.operationId).toBeUndefined();
  });

  it("gives each answer a request id, which an error repeats", async () => {
    const { headers, body } = await call(tenant, "/v2025/sources/none");
    expect(headers.get("slpt-request-id")).toMatch(/^[0-9a-f]{32}$/);
    expect(body.trackingId).toBe(headers.get("slpt-request-id"));
  });
});
