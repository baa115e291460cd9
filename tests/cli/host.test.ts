/** What commands share: progress, files as a whole, messages of errors. */
import { chmodSync, lstatSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import {
  codeOf,
  isDevice,
  isTerminal,
  messageOf,
  processHost,
  withProgress,
  writeWhole,
} from "../../cli/host";
import { printable, printableLines } from "../../cli/printable";
import { failure, refusal } from "../provider/manifest/refusal";
import { createHost, useFolder } from "./command-under-test";

const folder = useFolder();

describe("a file that is written as a whole", () => {
  it("is made, or takes the place of the old one, and nothing else is left", () => {
    const file = folder.path("a.yaml");
    writeWhole(file, "one\n");
    expect(folder.read("a.yaml")).toBe("one\n");
    writeWhole(file, "two\n");
    expect([folder.read("a.yaml"), folder.list()]).toEqual(["two\n", ["a.yaml"]]);
  });

  it("stays behind a link, and keeps who may read it", () => {
    const real = folder.write("real/a.yaml", "one");
    chmodSync(real, 0o640);
    symlinkSync(real, folder.path("link.yaml"));
    writeWhole(folder.path("link.yaml"), "two");
    expect(lstatSync(folder.path("link.yaml")).isSymbolicLink()).toBe(true);
    expect(folder.read("real/a.yaml")).toBe("two");
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(folder.list()).toEqual(["link.yaml", "real", "real/a.yaml"]);
  });

  it("may be a device, which is never replaced", () => {
    expect([isDevice("/dev/null"), isDevice(folder.path()), isDevice(folder.path("a"))]).toEqual([
      true,
      false,
      false,
    ]);
    writeWhole("/dev/null", "one");
    expect(isDevice("/dev/null")).toBe(true);
  });

  it("may have the longest name that there is", () => {
    const name = `${"x".repeat(250)}.yaml`;
    writeWhole(folder.path(name), "one");
    expect(folder.list()).toEqual([name]);
  });

  it("is refused where a folder is missing, or has its name", () => {
    const below = folder.path("no/a.yaml");
    expect(refusal(() => writeWhole(below, ""))).toBe(
      `cannot write ${below}: there is no folder ${folder.path("no")}; make it first`,
    );
    mkdirSync(folder.path("folder"));
    expect(refusal(() => writeWhole(folder.path("folder"), ""))).toBe(
      `cannot write ${folder.path("folder")}: it is a folder; name a file in it`,
    );
    expect(folder.list()).toEqual(["folder"]);
  });
});

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
      withProgress(host, "reading the tenant", async (tell) => {
        tell(1, 2);
        return 1;
      }),
    );
    expect(parts.out).toBe("");
    expect(parts.err).toContain("reading the tenant");
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
