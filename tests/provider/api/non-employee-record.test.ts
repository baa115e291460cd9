import { NetworkError, ResponseShapeError } from "../../../provider/api";
import { clientOf, errorBody, type Reply, rejectionOf, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

function record(number: number): Record<string, unknown> {
  return {
    id: `a0303682-5e4a-44f7-bdc2-${String(number).padStart(12, "0")}`,
    accountName: `person.${number}`,
    sourceId: "s1",
    data: { costCenter: "0815" },
  };
}

const all = Array.from({ length: 600 }, (_value, index) => record(index));

/** A page of the list as it is at the time of a request. */
function pageOf(items: readonly unknown[], query: URLSearchParams): Reply {
  const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
  return {
    body: items.slice(offset, offset + limit),
    headers: { "x-total-count": String(items.length) },
  };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const item of items) result.push(item);
  return result;
}

describe("the list of records", () => {
  it("is read page by page, each when it is needed", async () => {
    await serve(({ query }) => pageOf(all, query));
    const list = clientOf(server).client.listNonEmployeeRecords();
    expect(server.requests).toHaveLength(0);

    let count = 0;
    for await (const { accountName } of list) {
      expect(accountName).toBe(`person.${count}`);
      count += 1;
      expect(server.requests).toHaveLength(Math.ceil(count / 250));
    }
    expect(count).toBe(600);
    expect(server.requests.map(({ query }) => Object.fromEntries(query))).toEqual(
      [0, 250, 500].map((offset) => ({
        limit: "250",
        offset: String(offset),
        count: "true",
        sorters: "id",
      })),
    );
  });

  it("can be had by pages, and anew", async () => {
    await serve(({ query }) => pageOf(all, query));
    const list = clientOf(server).client.listNonEmployeeRecords();

    expect((await collect(list.pages())).map((page) => page.length)).toEqual([250, 250, 100]);
    expect(await collect(list)).toHaveLength(600);
    expect(server.requests).toHaveLength(6);
  });

  it("of a source is asked for by a filter, in the order that is wanted", async () => {
    await serve([{ body: [] }]);
    const query = { sourceId: 'a"b', sorters: "-endDate,accountName" };
    const pages = clientOf(server).client.listNonEmployeeRecords(query).pages();

    expect(await collect(pages)).toEqual([]);
    expect(server.requests[0]?.query.get("filters")).toBe('sourceId eq "a\\"b"');
    expect(server.requests[0]?.query.get("sorters")).toBe("-endDate,accountName");
  });

  it("asks for no more once the caller has left the loop", async () => {
    await serve(({ query }) => pageOf(all, query));
    for await (const _record of clientOf(server).client.listNonEmployeeRecords()) break;

    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["is empty", [], [], 1],
    ["is answered with an empty page after full ones", all.slice(0, 500), [{ body: [] }], 3],
    [
      "is refused for an offset equal to the total",
      all.slice(0, 250),
      [{ status: 400, body: errorBody("400.1 Bad Request Content", "offset") }],
      2,
    ],
  ])("ends where it %s though no total is known", async (_what, items, last, requests) => {
    await serve(({ query }, index) => {
      const { body } = pageOf(items, query);
      return index === requests - 1 && last[0] !== undefined ? last[0] : { body };
    });

    expect(await collect(clientOf(server).client.listNonEmployeeRecords())).toHaveLength(
      items.length,
    );
    expect(server.requests).toHaveLength(requests);
  });

  it.each([
    ["longer", [...all, record(600)], "X-Total-Count was 600 and is 601"],
    ["shorter", all.slice(1), "X-Total-Count was 600 and is 599"],
    [
      "another one by a change of its order",
      [...all.slice(250), ...all.slice(0, 250)],
      "the list holds an item twice",
    ],
  ])("that becomes %s while it is read ends with an error", async (_what, later, message) => {
    await serve(({ query }, index) => pageOf(index < 2 ? all : later, query));
    const received: unknown[] = [];
    const reading = async () => {
      for await (const one of clientOf(server).client.listNonEmployeeRecords()) received.push(one);
    };
    const error = await rejectionOf(reading());

    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(String(error)).toContain(message);
    expect(received).toHaveLength(500);
  });

  it("whose second page cannot be had ends with that error", async () => {
    await serve(({ query }, index) => (index === 0 ? pageOf(all, query) : { instead: "drop" }));

    expect(
      await rejectionOf(collect(clientOf(server).client.listNonEmployeeRecords())),
    ).toBeInstanceOf(NetworkError);
  });
});

describe("a record in an answer", () => {
  it("has data where the API sends null or nothing, and keeps what is not known", async () => {
    const { data: _none, ...rest } = record(1);
    await serve([{ body: [{ ...rest, data: null, extra: { a: 1 } }, { id: "only" }] }]);

    expect(await collect(clientOf(server).client.listNonEmployeeRecords())).toEqual([
      { ...rest, data: {}, extra: { a: 1 } },
      { id: "only", data: {} },
    ]);
  });
});
