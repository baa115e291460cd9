import { useSimulator } from "../simulator-under-judge";
import { call, manualClock, tokenOf } from "./tenant-client";

const NOBODY = "2c910000000000000000000000000fff";

describe("refusals of the simulator that are not about the content", () => {
  const tenant = useSimulator({
    clock: manualClock(),
    limits: { requests: 2 },
    judgedRequests: "accepted",
  });

  it("401 without a token, in the gateway's shape", async () => {
    const reply = await call(tenant, "/v2026/sources", { token: null });
    expect([reply.status, reply.body]).toEqual([
      401,
      { error: "JWT validation failed: no JWT in the request" },
    ]);
  });

  it("404 where it is documented, and 404 or 400.1.404 where it is not", async () => {
    tenant.limits.requests = 100;
    tenant.behaviour.missingObject = "400.1.404";
    const nowhere = `/v2026/non-employee-sources/${NOBODY}`;
    const replies = [
      await call(tenant, `${nowhere}/schema-attributes`),
      await call(tenant, `/v2026/sources/${NOBODY}`),
      await call(tenant, `/v2026/identities/${NOBODY}`),
      await call(tenant, nowhere),
      await call(tenant, nowhere, { method: "PATCH", body: [] }),
      await call(tenant, nowhere, { method: "DELETE" }),
      await call(tenant, `${nowhere}/schema-attributes/x`),
      await call(tenant, `/v2026/workgroups/${NOBODY}`),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 400, 400, 400, 400, 400]);
    expect(replies.map(({ body }) => body.detailCode.split(" ")[0])).toEqual([
      ...Array.from({ length: 3 }, () => "404"),
      ...Array.from({ length: 5 }, () => "400.1.404"),
    ]);
  });

  it("429 over the rate limit, with seconds to wait", async () => {
    const token = await tokenOf(tenant);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) {
      statuses.push((await call(tenant, "/v2026/sources", { token })).status);
    }
    const last = await call(tenant, "/v2026/sources", { token });
    expect([...statuses, last.status]).toEqual([200, 200, 429, 429]);
    expect([last.body, last.headers.get("retry-after")]).toEqual([
      { message: " Rate Limit Exceeded " },
      "10",
    ]);
  });

  it("500 on demand, in the published words", async () => {
    const token = await tokenOf(tenant);
    tenant.faults.add({ status: 500 });
    const { status, body } = await call(tenant, "/v2026/sources", { token });
    expect([status, body]).toEqual([
      500,
      {
        detailCode: "500.0 Internal Fault",
        trackingId: expect.stringMatching(/^[0-9a-f]{32}$/),
        messages: [
          { locale: "en-US", localeOrigin: "DEFAULT", text: "An internal fault occurred." },
        ],
      },
    ]);
  });
});
