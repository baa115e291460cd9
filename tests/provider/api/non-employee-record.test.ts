import { NetworkError, ResponseShapeError } from "../../../provider/api";
import { clientOf, type Reply, rejectionOf, useScriptedServer } from "./scripted-server";

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
      // Each page but the first begins with an item that is known.
      expect(server.requests).toHaveLength(count <= 250 ? 1 : Math.ceil((count - 1) / 249));
    }
    expect(count).toBe(600);
    expect(server.requests.map(({ query }) => Object.fromEntries(query))).toEqual(
      [0, 249, 498].map((offset) => ({
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

    expect((await collect(list.pages())).map((page) => page.length)).toEqual([250, 249, 101]);
    expect(await collect(list)).toHaveLength(600);
    expect(server.requests).toHaveLength(6);
  });

  it("of a source is asked for by a filter, in the order that is wanted", async () => {
    await serve([{ body: [] }, { body: [] }]);
    const query = { sourceId: 'a"b', sorters: "-endDate,accountName" };
    const pages = clientOf(server).client.listNonEmployeeRecords(query).pages();

    expect(await collect(pages)).toEqual([]);
    expect(server.requests[0]?.query.get("filters")).toBe('sourceId eq "a\\"b"');
    expect(server.requests[0]?.query.get("sorters")).toBe("-endDate,accountName,id");
    await collect(clientOf(server).client.listNonEmployeeRecords({ sorters: "-id,accountName" }));
    expect(server.requests.at(-1)?.query.get("sorters")).toBe("-id,accountName");
  });

  it("asks for no more once the caller has left the loop", async () => {
    await serve(({ query }) => pageOf(all, query));
    for await (const _record of clientOf(server).client.listNonEmployeeRecords()) break;

    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["longer", [...all, record(600)], "X-Total-Count was 600 and is 601"],
    ["shorter", all.slice(1), "X-Total-Count was 600 and is 599"],
    [
      "another one by a change of its order",
      [...all.slice(250), ...all.slice(0, 250)],
      "the list changed while it was read: item 499 is another",
    ],
    [
      "no longer by one that came and one that went",
      [...all.slice(1), record(600)],
      "the list changed while it was read: item 499 is another",
    ],
  ])("that becomes %s, while it is read, ends with an error", async (_what, later, message) => {
    await serve(({ query }, index) => pageOf(index < 2 ? all : later, query));
    const received: unknown[] = [];
    const reading = async () => {
      for await (const one of clientOf(server).client.listNonEmployeeRecords()) received.push(one);
    };
    const error = await rejectionOf(reading());

    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(String(error)).toContain(message);
    expect(received).toHaveLength(499);
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

  it.each(["text", ["list"], 5, true])("with %j for its data is refused", async (data) => {
    await serve([{ body: [{ ...record(1), data }] }]);
    const error = await rejectionOf(collect(clientOf(server).client.listNonEmployeeRecords()));

    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(String(error)).toContain("0.data: Invalid input: expected record");
  });
});
