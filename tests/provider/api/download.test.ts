import {
  AbortedError,
  type Client,
  HttpError,
  isAnswerLost,
  NetworkError,
  type RequestEvent,
  ResponseShapeError,
} from "../../../provider/api";
import { clientOf, errorBody, type Reply, rejectionOf, useScriptedServer } from "./scripted-server";

const { server, serve } = useScriptedServer();

const header = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";

/** An answer with a CSV file. */
function file(text: string | Buffer, more: Reply = {}): Reply {
  return {
    body: text,
    ...more,
    headers: { "content-type": "text/csv;charset=UTF-8", ...more.headers },
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const item of items) result.push(item);
  return result;
}

function rows(client = clientOf(server).client) {
  return all(client.exportNonEmployeeRecords("s1").rows());
}

describe("a download", () => {
  it("is not begun before it is read, and anew each time", async () => {
    await serve([file("a,b\n1,2\n")]);
    const download = clientOf(server).client.exportNonEmployeeRecords("s1");
    await new Promise(setImmediate);
    expect(server.tokenRequests).toHaveLength(0);

    expect(await download.columns()).toEqual(["a", "b"]);
    expect(await all(download.rows())).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  it("as bytes is the file as it is", async () => {
    const text = "\ufeffa, b\r\n1 ,2\r\n";
    await serve([file(text)]);
    const chunks = await all(clientOf(server).client.exportNonEmployeeRecords("s1").bytes());

    expect(Buffer.concat(chunks).toString()).toBe(text);
  });

  it.each(["", "a,b\n1,2"])("as bytes is refused where it was cut (%j)", async (text) => {
    await serve([file(text)]);
    const { client } = clientOf(server);

    expect(await rejectionOf(all(client.exportNonEmployeeRecords("s1").bytes()))).toBeInstanceOf(
      ResponseShapeError,
    );
  });

  it("can be copied while it is checked and counted", async () => {
    const text = '\ufeffa, b\r\n"1\n", "ü, 2"\r\n\r\n3,😀\r\n';
    await serve([file(text)]);
    const copied: string[] = [];
    const count = await clientOf(server)
      .client.exportNonEmployeeRecords("s1")
      .copy((part) => copied.push(part));

    expect([copied.join(""), count, server.requests.length]).toEqual([text, 2, 1]);
  });

  it.each(["", "a,b\n1,2", 'a,b\n1,"2\n', "a,b\n1\n", "a,a\n1,2\n", "a,b\n\xff,2\n"])(
    "is not copied as a whole where it cannot be read (%j)",
    async (text) => {
      const answer = { ...file(""), body: Buffer.from(text, "latin1") };
      await serve([answer]);
      const { client } = clientOf(server);
      const copy = client.exportNonEmployeeRecords("s1").copy(() => undefined);

      expect(await rejectionOf(copy)).toBeInstanceOf(ResponseShapeError);
    },
  );

  it("of a template has the columns of an upload", async () => {
    await serve([file(`${header}\n`)]);
    const template = clientOf(server).client.exportNonEmployeeSourceSchemaTemplate("s1");

    expect(await template.columns()).toEqual(header.split(","));
    expect(server.requests[0]?.path).toBe(
      "/non-employee-sources/v1/s1/schema-attributes-template/download",
    );
  });

  it("is repeated until its answer begins, with a new token and after the wait that is asked for", async () => {
    await serve([
      { status: 429, headers: { "retry-after": "2" } },
      { status: 503 },
      { instead: "drop" },
      { status: 401, body: { error: "JWT is expired" } },
      file("a\n1\n"),
    ]);
    const { client, clock } = clientOf(server);

    expect(await rows(client)).toEqual([{ a: "1" }]);
    expect(clock.sleeps).toEqual([2_000, 1_000, 2_000]);
    expect(server.tokenRequests).toHaveLength(2);
  });

  it("that breaks off is an error after what came before, is not begun again, and is told", async () => {
    const long = `a\n${"1\n".repeat(100_000)}`;
    await serve([file(long, { instead: "cut" })]);
    const events: RequestEvent[] = [];
    const { client } = clientOf(server, { onRequest: (event) => events.push(event) });
    const received: unknown[] = [];
    const reading = async () => {
      for await (const row of client.exportNonEmployeeRecords("s1").rows()) received.push(row);
    };
    const error = await rejectionOf(reading());

    expect(error).toBeInstanceOf(NetworkError);
    expect(isAnswerLost(error)).toBe(false);
    expect(String(error)).toContain(
      "export the records of source s1: the connection broke before the answer was complete",
    );
    expect(received.length).toBeGreaterThan(0);
    expect(received.length).toBeLessThan(100_000);
    expect(server.requests).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({
      status: 200,
      error: expect.stringMatching(/^connection: /),
    });
  });

  it("that stands still ends after the time-out of a request", async () => {
    await serve([file("a\n1\n2\n", { instead: "stall" })]);
    const { client } = clientOf(server, { requestTimeoutSeconds: 0.1 });
    const error = await rejectionOf(rows(client));

    expect(String(error)).toMatch(/no answer in time/);
  });

  it("waits for a reader who takes his time", async () => {
    const long = `a\n${"1\n".repeat(100_000)}`;
    await serve([file(long)]);
    const { client } = clientOf(server, { requestTimeoutSeconds: 0.5 });
    let count = 0;
    for await (const _row of client.exportNonEmployeeRecords("s1").rows()) {
      count += 1;
      if (count === 1_000) await new Promise((resolve) => setTimeout(resolve, 1_000));
    }

    expect(count).toBe(100_000);
  });

  it("that is refused drop by drop ends after the time-out of a request", async () => {
    const drops = Array.from({ length: 50 }, () => Buffer.from(" "));
    await serve([{ status: 403, pieces: drops, pauseMs: 20 }]);
    const { client } = clientOf(server, { requestTimeoutSeconds: 0.1, totalTimeoutSeconds: 0.1 });

    expect(String(await rejectionOf(rows(client)))).toMatch(/no answer in time/);
  });

  it("is not bound by the time for a whole call once it has begun", async () => {
    await serve([
      file("a\n1\n2\n", { pieces: ["a\n", "1\n", "2\n"].map(Buffer.from), pauseMs: 600 }),
    ]);
    const { client } = clientOf(server, { totalTimeoutSeconds: 1 });

    expect(await rows(client)).toHaveLength(2);
  });

  it("that the caller leaves ends its connection", async () => {
    const endless = Array.from({ length: 500 }, () => Buffer.from("1\n".repeat(10_000)));
    await serve([file("a\n", { pieces: [Buffer.from("a\n"), ...endless] })]);
    const { client } = clientOf(server);
    for await (const row of client.exportNonEmployeeRecords("s1").rows()) {
      expect(row).toEqual({ a: "1" });
      break;
    }

    await expect(server.requests[0]?.ended).resolves.toBe("left");
  });

  it.each<[string, Partial<Reply>, (client: Client) => Promise<unknown>]>([
    [
      "has its first row",
      {},
      async (client) => {
        for await (const _row of client.exportNonEmployeeRecords("s1").rows()) return;
      },
    ],
    ["has the columns", {}, (client) => client.exportNonEmployeeRecords("s1").columns()],
    [
      "sees that it is no CSV file",
      { headers: { "content-type": "text/html" } },
      (client) => rejectionOf(client.exportNonEmployeeRecords("s1").columns()),
    ],
  ])(
    "is over for the server, too, when the reader %s, and told once",
    async (_what, more, read) => {
      const events: RequestEvent[] = [];
      await serve([
        file("", {
          pieces: [`a\n${"1\n".repeat(50)}`, "3\n"].map((text) => Buffer.from(text)),
          pauseMs: 3_600_000,
          ...more,
        }),
      ]);
      const { client } = clientOf(server, { onRequest: (event) => events.push(event) });
      await read(client);

      await expect(server.requests[0]?.ended).resolves.toBe("left");
      expect(events.map(({ operation, status, error }) => [operation, status, error])).toEqual([
        ["fetchToken", 200, undefined],
        ["exportNonEmployeeRecords", 200, undefined],
      ]);
    },
  );

  it("ends with its signal", async () => {
    const abort = new AbortController();
    const endless = Array.from({ length: 500 }, () => Buffer.from("1\n".repeat(10_000)));
    await serve([file("a\n", { pieces: [Buffer.from("a\n"), ...endless] })]);
    const { client } = clientOf(server);
    const reading = async () => {
      for await (const _row of client
        .exportNonEmployeeRecords("s1", { signal: abort.signal })
        .rows())
        abort.abort();
    };

    expect(await rejectionOf(reading())).toBeInstanceOf(AbortedError);
    await expect(server.requests[0]?.ended).resolves.toBe("left");
  });

  it.each([
    [403, "403 Forbidden"],
    [404, "404 Not found"],
  ])("that is refused with %i says what the API said", async (status, code) => {
    await serve([{ status, body: errorBody(code, "No.") }]);
    const error = await rejectionOf(rows());

    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({
      status,
      detailCode: code,
      trackingId: "e7eab6a2b1c34d5e9f00112233445566",
    });
  });

  it("that is refused with a page of a megabyte and more still shows its status", async () => {
    await serve([{ status: 502, body: `<html>${"x".repeat(3_000_000)}` }]);

    expect(await rejectionOf(rows())).toMatchObject({ status: 502 });
  });
});
