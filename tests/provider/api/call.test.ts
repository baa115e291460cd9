import type { Client, RequestEvent } from "../../../provider/api";
import { clientOf, clientSecret, sourceBody, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

const body = {
  name: "Contractors",
  description: "External staff",
  owner: { id: "2c91808570313110017040b06f344ec9" },
};
const patch = [{ op: "replace" as const, path: "/name", value: "New" }];

describe("a request", () => {
  it("carries token, content type and body, and asks for no compression", async () => {
    await serve([{ body: sourceBody() }]);
    const { client } = clientOf(server);

    await client.createNonEmployeeSource(body);
    await client.patchNonEmployeeSource("s1", patch);

    const [create, change] = server.requests;
    expect(create).toMatchObject({ method: "POST", path: "/non-employee-sources/v1" });
    expect(create?.headers).toMatchObject({
      authorization: "Bearer token-number-0-abcdefghijklmnop",
      "content-type": "application/json",
      accept: "application/json",
      "accept-encoding": "identity",
    });
    expect(JSON.parse(create?.body ?? "")).toEqual(body);
    expect(change).toMatchObject({ method: "PATCH", path: "/non-employee-sources/v1/s1" });
    expect(change?.headers["content-type"]).toBe("application/json-patch+json");
    expect(JSON.parse(change?.body ?? "")).toEqual(patch);
  });

  it("encodes the filter of a list", async () => {
    await serve([{ body: [] }]);
    await clientOf(server).client.listSources({ filters: 'name eq "a#b&c"', sorters: "-name" });

    expect(server.requests[0]?.query.get("filters")).toBe('name eq "a#b&c"');
    expect(server.requests[0]?.query.get("sorters")).toBe("-name");
  });

  it.each<[string, (client: Client) => Promise<unknown>, Record<string, string>]>([
    ["/public-identities/v1", (c) => c.getPublicIdentities(), { sorters: "name" }],
    [
      "/public-identities/v1",
      (c) =>
        c.getPublicIdentities({ filters: 'id eq "a"', sorters: "-name", addCoreFilters: true }),
      { filters: 'id eq "a"', sorters: "-name", "add-core-filters": "true" },
    ],
    [
      "/identities/v1",
      (c) => c.listIdentities({ filters: "correlated eq false", defaultFilter: "NONE" }),
      { filters: "correlated eq false", sorters: "name", defaultFilter: "NONE" },
    ],
    [
      "/workgroups/v1",
      (c) => c.listWorkgroups({ sorters: "name,-modified" }),
      { sorters: "name,-modified" },
    ],
  ])("of %s has the query that is asked for, and nothing else", async (path, list, query) => {
    await serve([{ body: [] }]);
    await list(clientOf(server).client);

    expect(server.requests.map((request) => request.path)).toEqual([path]);
    const paging = { limit: "250", offset: "0", count: "true" };
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({ ...paging, ...query });
  });

  it("is told to the observer, each attempt, without secrets", async () => {
    await serve([
      { status: 502, body: `<html>${clientSecret}</html>` },
      { instead: "drop" },
      {
        status: 503,
        body: { message: `echo ${clientSecret}` },
        headers: { "slpt-request-id": "t1" },
      },
      { body: [], headers: { "SLPT-Request-ID": "abc" } },
    ]);
    const events: RequestEvent[] = [];
    const { client } = clientOf(server, { onRequest: (event) => events.push(event) });

    await client.listSources();

    expect(
      events.map(({ operation, attempt, status, error }) => [operation, attempt, status, error]),
    ).toEqual([
      ["fetchToken", 1, 200, undefined],
      ["listSources", 1, 502, "502"],
      ["listSources", 2, undefined, expect.stringMatching(/^connection: /)],
      ["listSources", 3, 503, "echo [REDACTED]"],
      ["listSources", 4, 200, undefined],
    ]);
    expect(events[3]).toMatchObject({ method: "GET", path: "/sources/v1", trackingId: "t1" });
    expect(events[4]?.trackingId).toBe("abc");
  });
});
