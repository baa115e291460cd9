import { HttpError, ResponseShapeError } from "../../../provider/api";
import {
  clientOf,
  errorBody,
  rejectionOf,
  type Script,
  sourceBody,
  useScriptedServer,
} from "./scripted-server";

const { server, serve } = useScriptedServer();

/** Answers pages of so many sources, with the total where asked for. */
function pages(
  count: number,
  options: { total?: number | string; hasTotal?: boolean } = {},
): Script {
  const all = Array.from({ length: count }, (_value, index) => sourceBody(index + 1));
  const { hasTotal = true, total = count } = options;
  return (request) => {
    const offset = Number(request.query.get("offset"));
    const limit = Number(request.query.get("limit"));
    const body = all.slice(offset, offset + limit);
    return hasTotal ? { body, headers: { "X-Total-Count": String(total) } } : { body };
  };
}

describe("a list", () => {
  it.each([
    // items, total known, requests
    [0, true, 1],
    [3, true, 1],
    [250, true, 1],
    [251, true, 2],
    [499, true, 2],
    [500, true, 3],
    [600, true, 3],
    [0, false, 1],
    [3, false, 1],
    [250, false, 2],
    [499, false, 3],
    [600, false, 3],
  ])("of %i items (total known: %s) is read in %i requests", async (count, hasTotal, requests) => {
    await serve(pages(count, { hasTotal }));
    const { client } = clientOf(server);

    const sources = await client.listNonEmployeeSources();

    expect(sources.map((source) => source.name)).toEqual(
      Array.from({ length: count }, (_value, index) => `Source ${index + 1}`),
    );
    expect(server.requests).toHaveLength(requests);
    expect(
      server.requests.map(({ query }) => [
        query.get("limit"),
        query.get("offset"),
        query.get("count"),
        query.get("sorters"),
      ]),
    ).toEqual(
      server.requests.map((_request, index) => ["250", String(249 * index), "true", "name"]),
    );
  });

  it("asks for counts and for the sources of a person only when told to", async () => {
    await serve(pages(0));
    const { client } = clientOf(server);
    await client.listNonEmployeeSources();
    await client.listNonEmployeeSources({
      nonEmployeeCount: true,
      requestedFor: "me",
      sorters: "-created",
    });

    const queries = server.requests.map(({ query }) => query);
    expect(queries[0]?.has("non-employee-count")).toBe(false);
    expect(queries[0]?.has("requested-for")).toBe(false);
    expect(queries[1]?.get("non-employee-count")).toBe("true");
    expect(queries[1]?.get("requested-for")).toBe("me");
    expect(queries[1]?.get("sorters")).toBe("-created");
  });

  it.each([
    [3, 4],
    [0, 1],
    [251, 300],
  ])("of %i items where X-Total-Count says %i is never returned", async (count, total) => {
    await serve(pages(count, { total }));
    const error = await rejectionOf(clientOf(server).client.listNonEmployeeSources());

    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(String(error)).toContain(
      `the list is short: ${count} items where X-Total-Count says ${total}`,
    );
  });

  it("that is longer than its total is no good either", async () => {
    await serve(pages(3, { total: 2 }));

    expect(String(await rejectionOf(clientOf(server).client.listSources()))).toContain(
      "the list is too long: 3 items where X-Total-Count says 2",
    );
  });

  it("that holds an item twice may lack another", async () => {
    await serve([{ body: [sourceBody(1), sourceBody(1)], headers: { "x-total-count": "2" } }]);

    expect(String(await rejectionOf(clientOf(server).client.listNonEmployeeSources()))).toContain(
      "the list holds an item twice",
    );
  });

  it("ignores a total that is no number", async () => {
    await serve(pages(3, { total: "many" }));

    await expect(clientOf(server).client.listNonEmployeeSources()).resolves.toHaveLength(3);
  });

  it.each([0, 1, 249, 250, 251, 498, 499, 500])(
    "of %i items is never asked for an offset that it does not reach, which some APIs answer with 400",
    async (count) => {
      await serve((request, index) =>
        index > 0 && Number(request.query.get("offset")) >= count
          ? { status: 400, body: errorBody("400.1 Bad Request Content", "offset") }
          : pages(count, { hasTotal: false })(request, index),
      );

      await expect(clientOf(server).client.listNonEmployeeSources()).resolves.toHaveLength(count);
    },
  );

  it.each([400, 403, 404, 416])("does not end with %i after a full page", async (status) => {
    const page = Array.from({ length: 250 }, (_value, index) => sourceBody(index));
    await serve([{ body: page }, { status, body: {} }]);

    expect(await rejectionOf(clientOf(server).client.listNonEmployeeSources())).toBeInstanceOf(
      HttpError,
    );
  });

  it("refused on its first page is an error", async () => {
    await serve([{ status: 404, body: errorBody("404 Not found", "no") }]);

    expect(await rejectionOf(clientOf(server).client.listNonEmployeeSources())).toBeInstanceOf(
      HttpError,
    );
  });

  it.each([{ items: [] }, null, [null], [{}]])(
    "that is %j is a ResponseShapeError",
    async (body) => {
      await serve([{ body }]);

      expect(await rejectionOf(clientOf(server).client.listNonEmployeeSources())).toBeInstanceOf(
        ResponseShapeError,
      );
    },
  );
});

describe("the list of a source's attributes", () => {
  const attribute = { id: "a1", technicalName: "costCenter", label: "Cost center", type: "TEXT" };

  it("is one request without paging parameters, with defaults filled in", async () => {
    await serve([{ body: [{ ...attribute, system: null, helpText: null }] }]);
    const { client } = clientOf(server);

    await expect(client.getNonEmployeeSourceSchemaAttributes("s1")).resolves.toEqual([
      { ...attribute, system: false, required: false, helpText: null },
    ]);
    expect(server.requests).toMatchObject([
      { method: "GET", path: "/non-employee-sources/v1/s1/schema-attributes" },
    ]);
    expect([...(server.requests[0]?.query ?? [])]).toEqual([]);
  });

  it("is never short", async () => {
    await serve([{ body: [attribute], headers: { "x-total-count": "2" } }]);

    expect(
      await rejectionOf(clientOf(server).client.getNonEmployeeSourceSchemaAttributes("s1")),
    ).toBeInstanceOf(ResponseShapeError);
  });
});
