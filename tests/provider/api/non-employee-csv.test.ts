import { gzipSync } from "node:zlib";
import { ResponseShapeError } from "../../../provider/api";
import { clientOf, type Reply, rejectionOf, useScriptedServer } from "./scripted-server";

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

describe("the rows of an export", () => {
  it("are those of the API's own example, without the blanks after its commas", async () => {
    await serve([
      file(
        `${header}\nJon.Smith, Jon, Smith, 555-555-5555, jon@jon.doe.nope.com, Jim Smith, 2020-04-05T08:00:00-10:00,2020-08-07T19:00:00-10:00\n`,
      ),
    ]);

    expect(await rows()).toEqual([
      {
        accountName: "Jon.Smith",
        firstName: "Jon",
        lastName: "Smith",
        phone: "555-555-5555",
        email: "jon@jon.doe.nope.com",
        manager: "Jim Smith",
        startDate: "2020-04-05T08:00:00-10:00",
        endDate: "2020-08-07T19:00:00-10:00",
      },
    ]);
    expect(server.requests).toMatchObject([
      {
        method: "GET",
        path: "/non-employee-sources/v1/s1/non-employees/download",
        headers: { accept: "text/csv, application/json" },
      },
    ]);
  });

  it.each([
    ["quotes, commas and line breaks", 'a,b\n"x, ""y""","1\n2"\n', [{ a: 'x, "y"', b: "1\n2" }]],
    ["blanks inside of quotes, and around them", 'a,b\n " x " , y \n', [{ a: " x ", b: "y" }]],
    ["CRLF", "a,b\r\n1,2\r\n", [{ a: "1", b: "2" }]],
    ["a byte order mark", "\ufeffa,b\n1,2\n", [{ a: "1", b: "2" }]],
    ["a byte order mark before quotes", '\ufeff"a","b"\r\n"1","2"\r\n', [{ a: "1", b: "2" }]],
    ["umlauts", "a,b\nMüller,Ångström\n", [{ a: "Müller", b: "Ångström" }]],
    [
      "empty values",
      "a,b\n,\n1,\n",
      [
        { a: "", b: "" },
        { a: "1", b: "" },
      ],
    ],
    ["empty lines", "a,b\n\n1,2\n\n", [{ a: "1", b: "2" }]],
    [
      "a column named like a property of every object",
      "a,__proto__\n1,2\n",
      [JSON.parse('{"a":"1","__proto__":"2"}')],
    ],
    ["no row at all", "a,b\n", []],
  ])("may hold %s", async (_what, text, expected) => {
    await serve([file(text)]);

    expect(await rows()).toEqual(expected);
  });

  it("are right whichever way the answer is cut into pieces", async () => {
    const text = `\ufeffa,b\r\n${'"Ä, ""ö""",\u20ac\r\n'.repeat(3)}`;
    const bytes = Buffer.from(text);
    for (let size = 1; size < 7; size += 1) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_value, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      await serve([file(text, { pieces })]);
      expect(await rows()).toEqual(Array(3).fill({ a: 'Ä, "ö"', b: "\u20ac" }));
      await server.close();
    }
    await serve([]);
  });

  it("may come compressed though that was not asked for", async () => {
    await serve([file(gzipSync("a,b\n1,2\n"), { headers: { "content-encoding": "gzip" } })]);

    expect(await rows()).toEqual([{ a: "1", b: "2" }]);
  });

  it.each([
    ["a line with too few values", "a,b\n1,2\n1\n", /line 3/],
    ["a line with too many values", "a,b\n1,2,3\n", /line 2/],
    ["a quote that is never closed", 'a,b\n1,"2\n3,4\n', /line 3/],
    ["text after a closing quote", 'a,b\n"1"x,2\n', /line 2/],
    ["nothing", "", /the file is empty/],
    ["nothing but a line break", "\n", /the file is empty/],
    ["a cut within a line", "a,b\n1,2\n3,4", /ends in the middle of a line/],
    ["a column twice", "a,b,a\n1,2,3\n", /column twice or unnamed: "a"/],
    ["bytes that are no UTF-8", Buffer.from("a,b\nM\xfcller,2\n", "latin1"), /not in UTF-8/],
    [
      "half a character at its end",
      Buffer.from("a,b\nM\xc3", "latin1"),
      /middle of a line|not in UTF-8/,
    ],
    ["a column without a name", "a,,b\n1,2,3\n", /column twice or unnamed: ""/],
  ])("are refused with %s", async (_what, text, message) => {
    await serve([file(text, { headers: { "slpt-request-id": "t1" } })]);
    const error = await rejectionOf(rows());

    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(String(error)).toMatch(message);
    expect(String(error)).toMatch(
      /^ResponseShapeError: export the records of source s1: 200, but .*\(tracking id t1\)/,
    );
  });

  it.each([
    ["a page of a portal", "text/html", "<html>log in</html>\n"],
    ["JSON", "application/json", "[]\n"],
  ])("are not read from %s", async (_what, type, text) => {
    await serve([file(text, { headers: { "content-type": type } })]);

    expect(String(await rejectionOf(rows()))).toContain(`the answer is no CSV file (${type})`);
  });

  it("that come after one which cannot be read are not waited for", async () => {
    const endless = Array.from({ length: 200 }, () => Buffer.alloc(64 * 1024, "x"));
    await serve([file(`a,b\n1,2\n"`, { pieces: [Buffer.from('a,b\n1,"'), ...endless] })]);

    expect(String(await rejectionOf(rows()))).toMatch(/Max Record Size/i);
  });
});
