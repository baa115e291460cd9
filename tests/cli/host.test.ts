/** What commands share: progress, messages of errors, the process. */
import { codeOf, isTerminal, messageOf, processHost, withProgress } from "../../cli/host";
import { printable, printableLines } from "../../cli/printable";
import { failure } from "../provider/manifest/refusal";
import { createHost } from "./command-under-test";

describe("progress", () => {
  /** Everything that is written to the two streams of the process meanwhile. */
  async function seen(work: () => Promise<unknown>) {
    const parts = { out: "", err: "" };
    const take = (part: "out" | "err") => (text: string | Uint8Array) => {
      parts[part] += String(text);
      return true;
    };
    const spies = [
      jest.spyOn(process.stdout, "write").mockImplementation(take("out")),
      jest.spyOn(process.stderr, "write").mockImplementation(take("err")),
    ];
    try {
      await work();
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    return parts;
  }

  it.each([
    [{ isTTY: true, columns: 80 }, true],
    [{ isTTY: true, columns: 0 }, false],
    [{ isTTY: true }, false],
    [{ isTTY: false, columns: 80 }, false],
    [{}, false],
  ])("needs a terminal with columns: %j", (stream, expected) => {
    expect(isTerminal(stream)).toBe(expected);
  });

  it("is shown on a terminal, on standard error alone", async () => {
    const { host } = createHost({}, { hasTerminal: true });
    const parts = await seen(() =>
      withProgress(host, "reading \u001b[31mthe tenant", async (tell) => {
        tell(1, 2);
        return 1;
      }),
    );
    expect(parts.out).toBe("");
    expect(parts.err).toContain("reading \\u001b[31mthe tenant");
  });

  it("is not shown elsewhere, and hands on what the work gives", async () => {
    const { host, run } = createHost({});
    let result = 0;
    const parts = await seen(async () => {
      result = await withProgress(host, "reading", async (tell) => {
        tell(1, 2);
        return 7;
      });
    });
    expect([parts, result, run]).toEqual([{ out: "", err: "" }, 7, { out: "", err: [], code: 0 }]);
  });

  it.each([true, false])("ends with the error of the work: terminal %s", async (hasTerminal) => {
    const { host } = createHost({}, { hasTerminal });
    await seen(async () => {
      const work = withProgress(host, "reading", () => Promise.reject(new Error("no tenant")));
      expect((await failure(work)).message).toBe("no tenant");
    });
  });
});

describe("a message", () => {
  it("is that of the error, or the thing itself as a text", () => {
    expect([messageOf(new Error("a")), messageOf("b"), messageOf(undefined)]).toEqual([
      "a",
      "b",
      "undefined",
    ]);
    expect([codeOf(new Error("a")), codeOf({ code: "ENOENT" }), codeOf(null)]).toEqual(
      Array(3).fill(undefined),
    );
    expect(codeOf(Object.assign(new Error("a"), { code: "ENOENT" }))).toBe("ENOENT");
  });

  it("keeps its lines, and loses what a terminal would obey", () => {
    const text = "error: \u001b]0;title\u0007 a\rb\n- \u202ec\td";
    expect(printableLines(text)).toBe("error: \\u001b]0;title\\u0007 a\\rb\n- \\u202ec\\td");
    expect(printable(text)).not.toContain("\n");
    expect(printableLines("plain ü 供 😀")).toBe("plain ü 供 😀");
  });
});

describe("the process as a host", () => {
  it("gives up at the first signal, and lets the second one end it", () => {
    const before = (["SIGINT", "SIGTERM"] as const).map((signal) => process.listeners(signal));
    const host = processHost();
    const own = process.listeners("SIGINT").filter((one) => !before[0]?.includes(one));
    expect([own.length, host.signal.aborted]).toEqual([1, false]);
    own[0]?.("SIGINT");
    expect(host.signal.aborted).toBe(true);
    for (const [index, signal] of (["SIGINT", "SIGTERM"] as const).entries()) {
      for (const one of process.listeners(signal)) {
        if (!before[index]?.includes(one)) process.off(signal, one);
      }
    }
    process.stdout.removeAllListeners("error");
  });
});
