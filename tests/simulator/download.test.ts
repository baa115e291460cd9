import { get } from "node:http";
import { writeCsv } from "../../simulator/csv";
import { type ApiVersion, DEFAULT_IDENTITIES, type Seed } from "../../simulator/index";
import { useSimulator } from "../simulator-under-judge";
import { tokenOf } from "./tenant-client";

const { ada, grace, katherine } = DEFAULT_IDENTITIES;
const COLUMNS = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";
const dates = { startDate: "2020-04-05T08:00:00-10:00", endDate: "2020-08-07T19:00:00-10:00" };
const seed: Seed = {
  clients: [
    { clientId: "admin", clientSecret: "a", scopes: ["sp:scopes:all"], userLevel: "ORG_ADMIN" },
    { clientId: "machine", clientSecret: "c", scopes: ["idn:nelm:read"] },
    { clientId: "writer", clientSecret: "w", scopes: ["idn:nelm:manage"] },
    {
      ...{ clientId: "manager", clientSecret: "m", scopes: ["idn:nelm:read"] },
      ...{ userLevel: "USER" as const, identityId: katherine.id },
    },
  ],
  sources: [
    {
      ...{ name: "Contractors", description: "External staff", owner: ada.id },
      accountManagers: [katherine.id],
      attributes: [
        { technicalName: "costCenter", label: "Cost center, plant" },
        { technicalName: "note", label: "Note" },
      ],
      records: [
        {
          ...{ accountName: "Jon.Smith", firstName: "Jon", lastName: "Smith", phone: "555-5555" },
          ...{ email: "jon@example.org", manager: grace.alias, data: { costCenter: "4711" } },
          ...dates,
        },
        {
          ...{ accountName: "jane", firstName: "Jane", lastName: 'Doe, "JD"', phone: " 1 " },
          ...{ email: "jane@example.org", manager: "gone.away", data: { note: "two\nlines" } },
          ...dates,
        },
      ],
    },
  ],
};

describe("CSV downloads of the simulator", () => {
  const tenant = useSimulator({ seed });
  const source = () => tenant.store.sourceByName("Contractors");
  const records = () => `/non-employee-sources/${source()?.sourceId}/non-employees/download`;
  const template = () =>
    `/non-employee-sources/${source()?.sourceId}/schema-attributes-template/download`;

  async function download(
    path: string,
    credentials: { clientId?: string; clientSecret?: string } = {},
  ) {
    const token = await tokenOf(tenant, credentials);
    const headers = { authorization: `Bearer ${token}`, accept: "text/csv, application/json" };
    const response = await fetch(`${tenant.url}${path}`, { headers });
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.bytes());
    return { status: response.status, headers: response.headers, text };
  }

  it("csv example: gives records as in the published example, custom attributes behind the eight columns", async () => {
    const { status, headers, text } = await download(`/v2026${records()}`);
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv"]);
    expect(text).toBe(
      `${COLUMNS},costCenter,note\n` +
        "Jon.Smith, Jon, Smith, 555-5555, jon@example.org, grace.hopper, 2020-04-05T08:00:00-10:00,2020-08-07T19:00:00-10:00, 4711, \n" +
        'jane, Jane,"Doe, ""JD"""," 1 ", jane@example.org, gone.away, 2020-04-05T08:00:00-10:00,2020-08-07T19:00:00-10:00, ,"two\nlines"\n',
    );
  });

  it("gives the header alone as template", async () => {
    expect((await download(`/v2026${template()}`)).text).toBe(`${COLUMNS},costCenter,note\n`);
    tenant.store.deleteAttribute(
      tenant.store.customAttributesOf(source()?.sourceId ?? "")[0]?.id ?? "",
    );
    expect((await download(`/v2026${template()}`)).text).toBe(`${COLUMNS},note\n`);
  });

  it.each<ApiVersion>(["v1", "v2026", "v2025", "v2024", "v3", "beta"])(
    "has both in %s",
    async (version) => {
      for (const path of [records(), template()]) {
        const where =
          version === "v1" ? path.replace("sources/", "sources/v1/") : `/${version}${path}`;
        const { status, headers } = await download(where);
        expect([status, headers.get("x-deprecated")]).toEqual([
          200,
          version === "beta" ? "true" : null,
        ]);
      }
      expect(tenant.requests.at(-1)).toMatchObject({
        ...{ version, operationId: "exportNonEmployeeSourceSchemaTemplate" },
        template: "/non-employee-sources/{id}/schema-attributes-template/download",
        responseBody: `${COLUMNS},costCenter,note\n`,
      });
    },
  );

  it("answers errors as JSON, and 404 as it is documented", async () => {
    tenant.behaviour.missingObject = "400.1.404";
    for (const path of [records(), template()]) {
      const unknown = path.replace(source()?.sourceId ?? "", "none");
      const { status, headers, text } = await download(`/v2026${unknown}`);
      expect([status, headers.get("content-type")]).toEqual([404, "application/json"]);
      expect(JSON.parse(text).detailCode).toBe("404 Not found");
    }
  });

  it("is for administrators and clients without a user who may read, not for account managers", async () => {
    for (const path of [records(), template()]) {
      const statuses = [];
      for (const { clientId, clientSecret } of seed.clients ?? []) {
        statuses.push((await download(`/v2026${path}`, { clientId, clientSecret })).status);
      }
      expect(statuses).toEqual([200, 200, 403, 403]);
    }
  });

  it.each([
    ["sourceId", 200, 404],
    ["id", 404, 200],
    ["both", 200, 200],
  ] as const)(
    "downloadIds %s: takes the sourceId with %d, the id with %d",
    async (position, ...row) => {
      tenant.behaviour.downloadIds = position;
      const { id = "", sourceId = "" } = source() ?? {};
      for (const path of [records(), template()]) {
        const byId = await download(`/v2026${path.replace(sourceId, id)}`);
        expect([(await download(`/v2026${path}`)).status, byId.status]).toEqual(row);
      }
      const token = await tokenOf(tenant);
      const headers = { authorization: `Bearer ${token}` };
      const other = await fetch(`${tenant.url}/v2026/non-employee-sources/${sourceId}`, {
        headers,
      });
      expect(other.status).toBe(200);
    },
  );

  it.each([
    [
      "rfc4180",
      `${COLUMNS},costCenter,note\r\n`,
      `Jon.Smith,Jon,Smith,555-5555,jon@example.org,grace.hopper,${dates.startDate},${dates.endDate},4711,\r\n`,
      `jane,Jane,"Doe, ""JD""", 1 ,jane@example.org,gone.away,${dates.startDate},${dates.endDate},,"two\nlines"\r\n`,
    ],
    [
      "excel",
      `\uFEFF"${COLUMNS.replaceAll(",", '","')}","costCenter","note"\r\n`,
      `"Jon.Smith","Jon","Smith","555-5555","jon@example.org","grace.hopper","${dates.startDate}","${dates.endDate}","4711",""\r\n`,
      `"jane","Jane","Doe, ""JD"""," 1 ","jane@example.org","gone.away","${dates.startDate}","${dates.endDate}","","two\nlines"\r\n`,
    ],
  ] as const)("csv %s: begins with %j", async (form, header, ...rows) => {
    tenant.behaviour.csv = form;
    expect((await download(`/v2026${records()}`)).text).toBe([header, ...rows].join(""));
    expect((await download(`/v2026${template()}`)).text).toBe(header);
  });

  it.each([
    ["technicalName", ",costCenter,note\n", "-10:00, 4711, \n"],
    ["label", ',"Cost center, plant",Note\n', "-10:00, 4711, \n"],
    ["none", "\n", "-10:00\n"],
  ] as const)("csvColumns %s: the header ends with %j", async (position, header, firstRow) => {
    tenant.behaviour.csvColumns = position;
    const { text } = await download(`/v2026${records()}`);
    expect(text.startsWith(`${COLUMNS}${header}`)).toBe(true);
    expect(text).toContain(firstRow);
    expect((await download(`/v2026${template()}`)).text).toBe(`${COLUMNS}${header}`);
  });

  it.each([
    ["alias", "grace.hopper"],
    ["name", "Grace Hopper"],
  ] as const)(
    "csvManager %s: a manager is %s, an unknown one what is stored",
    async (position, manager) => {
      tenant.behaviour.csvManager = position;
      const { text } = await download(`/v2026${records()}`);
      expect(text).toContain(`jon@example.org, ${manager}, `);
      expect(text).toContain("jane@example.org, gone.away, ");
    },
  );

  it("lists records in the order of lists", async () => {
    tenant.behaviour.listOrder = "reversed";
    const { text } = await download(`/v2026${records()}`);
    expect(text.indexOf("jane")).toBeLessThan(text.indexOf("Jon.Smith"));
  });

  it("sends the text in chunks while it is made", async () => {
    const { sourceId = "" } = source() ?? {};
    for (let number = 0; number < 1000; number += 1) tenant.store.addRecord(sourceId);
    const { headers, text } = await download(`/v2026${records()}`);
    expect([headers.get("transfer-encoding"), headers.get("content-length")]).toEqual([
      "chunked",
      null,
    ]);
    expect(text.split("-05:00, , \n")).toHaveLength(1001);
    expect(tenant.requests.at(-1)?.responseBody).toBe(text);
  });

  it("takes a client that goes away in the middle as no failure", async () => {
    const { sourceId = "" } = source() ?? {};
    const note = "x".repeat(100_000);
    for (let number = 0; number < 200; number += 1) {
      tenant.store.addRecord(sourceId, { data: { note } });
    }
    const authorization = `Bearer ${await tokenOf(tenant)}`;
    await new Promise<void>((resolve) => {
      const request = get(`${tenant.url}/v2026${records()}`, { headers: { authorization } });
      request.on("response", (response) => response.once("data", () => request.destroy()));
      request.on("error", () => undefined).on("close", resolve);
    });
    while (!tenant.requests.at(-1)?.isAborted) await new Promise(setImmediate);
    expect((await download(`/v2026${template()}`)).status).toBe(200);
  });
});

describe("the CSV writer of the simulator", () => {
  it("makes rows only as they are asked for", () => {
    let made = 0;
    function* rows() {
      for (; made < 20_000; made += 1) yield ["a", "b".repeat(98)];
    }
    const pieces = writeCsv(["first", "second"], rows(), "rfc4180");
    expect(pieces.next().value?.length).toBeLessThan(20_000);
    expect(made).toBeLessThan(200);
    expect([...pieces].join("").split("\r\n").length + made).toBeGreaterThan(20_000);
  });
});
