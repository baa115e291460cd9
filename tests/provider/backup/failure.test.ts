/** A backup that fails: one message that says what and what to do, and nothing under its name nor anywhere else. */
import { mkdirSync, writeFileSync } from "node:fs";
import fsPromises from "node:fs/promises";
import { join } from "node:path";
import type { FaultRule } from "../../../simulator";
import { once, type Taking, useBackup, wholeBackup } from "./backup-under-test";

const backup = useBackup();
afterEach(() => jest.restoreAllMocks());

async function messageOf(taking: Taking = {}): Promise<string> {
  return await backup.take(taking).then(
    () => "a backup was taken",
    (error: unknown) => String(error),
  );
}

async function expectRefusal(texts: readonly (string | RegExp)[], taking: Taking = {}) {
  const before = backup.files();
  const message = await messageOf(taking);
  for (const text of ["ResourceError: no complete backup could be written to ", ...texts]) {
    expect(message).toMatch(text);
  }
  expect(backup.files()).toEqual(before);
}

/** An error as the system makes it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says it`), { code });
}

describe("a call that fails", () => {
  const operations = [
    "listNonEmployeeSources",
    "listSources",
    "getNonEmployeeSourceSchemaAttributes",
    "getPublicIdentities",
    "listNonEmployeeRecords",
  ];
  const faults: [string, FaultRule, RegExp][] = [
    ["401", { status: 401 }, /401/],
    ["403", { status: 403 }, /403 .*\(tracking id \w+\) - /],
    ["429 without end", { status: 429 }, /429 .*(after \d+ attempts|seconds?|try again)/],
    ["503", { status: 503 }, /503 .* after 5 attempts .* - try again later/],
    ["an answer cut off", { truncate: true }, /./],
    ["half of an answer as if it were whole", { truncate: "whole" }, /./],
    ["something else", { status: 200, body: { no: "list" } }, /./],
  ];
  const cases = operations.flatMap((operationId) =>
    faults.map(([what, rule, text]) => [operationId, what, rule, text] as const),
  );

  it.each(cases)("(%s, %s) leaves nothing", async (operationId, _what, rule, text) => {
    backup.world.simulator.faults.add({ operationId, times: "always", ...rule });
    await expectRefusal([text]);
    backup.world.simulator.faults.clear();
    await backup.take();
    expect(backup.files()).toEqual(wholeBackup);
  });

  it("in the middle of a list leaves nothing", async () => {
    backup.addRecords(600);
    const operationId = "listNonEmployeeRecords";
    backup.world.simulator.faults.add({ operationId, skip: 2, status: 403 });
    await expectRefusal([/list non-employee records of source \w{32}: 403/]);
  });

  it("after the records leaves nothing", async () => {
    const operationId = "listNonEmployeeSources";
    backup.world.simulator.faults.add({ operationId, skip: 2, status: 403 });
    await expectRefusal([/list non-employee sources: 403/]);
  });
});

describe("a list of records that is short", () => {
  const short = (rule: FaultRule) => {
    const body = backup.store.recordsOf(backup.contractors).slice(1);
    const operationId = "listNonEmployeeRecords";
    backup.world.simulator.faults.add({ operationId, status: 200, body, ...rule });
  };

  it.each([
    ["its own total", { "X-Total-Count": "2" }, "1 items where X-Total-Count says 2"],
    ["the count of the source", {}, "its list has 1 record, and the source counts 2"],
  ])("by %s leaves nothing", async (_what, headers, text) => {
    short({ headers, times: "always" });
    await expectRefusal([text]);
  });

  const totals: Record<string, string>[] = [{ "X-Total-Count": "2" }, {}];
  it.each(totals)("once (%j) is read once more", async (headers) => {
    short({ headers });
    const { index } = await backup.take();
    expect(index.sources[0]?.records).toBe(2);
    expect(backup.rows("contractors")).toHaveLength(2);
  });
});

it("a tenant without sources has no backup", async () => {
  for (const { sourceId } of backup.store.sources()) backup.store.deleteSource(sourceId);
  await expectRefusal([
    `the tenant ${backup.world.simulator.url} has no non-employee sources: nothing was written. Check that this is the right tenant`,
  ]);
});

describe("an interruption", () => {
  it.each([
    ["before the first call", undefined],
    ["while sources are read", "listSources"],
    ["while records are read", "listNonEmployeeRecords"],
  ])("%s leaves nothing", async (_what, operation) => {
    const controller = new AbortController();
    const stop = () => controller.abort(new Error("interrupted"));
    if (operation === undefined) stop();
    const onRequest = operation === undefined ? undefined : once(operation, stop);
    await expectRefusal([/interrupted|aborted|given up/i], {
      signal: controller.signal,
      ...(onRequest && { onRequest }),
    });
  });

  it("while rows are written leaves nothing", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("interrupted"));
    await expectRefusal(["interrupted"], { signal: controller.signal, onProgress });
  });
});

describe("what the disk refuses", () => {
  it("is told of a folder that is a file", async () => {
    const out = join(backup.parent, "file");
    writeFileSync(out, "");
    await expectRefusal([/a part of the path is a file, not a folder/], { out });
    await expectRefusal([/a part of the path is a file, not a folder - point --out to a folder/], {
      out: join(out, "backup"),
    });
  });

  it("is told of a path that is too long", async () => {
    await expectRefusal(["the path is too long - point --out to a shorter one"], {
      out: join(backup.parent, "a/b", "x".repeat(300)),
    });
  });

  it("takes back the folders that it has made, but none that somebody uses by now", async () => {
    const out = join(backup.parent, "a/b/backup");
    const fail = { operationId: "listNonEmployeeRecords", status: 403 };
    backup.world.simulator.faults.add(fail);
    await expectRefusal(["403"], { out });
    backup.world.simulator.faults.add(fail);
    const use = once("listNonEmployeeRecords", () =>
      writeFileSync(join(backup.parent, "a/theirs"), ""),
    );
    expect(await messageOf({ out, onRequest: use })).toMatch("403");
    expect(backup.files()).toEqual(["a/", "a/theirs"]);
  });

  it("is told of a folder that has filled meanwhile, and that stays as it is", async () => {
    const fill = once("listNonEmployeeRecords", () => {
      mkdirSync(backup.path());
      writeFileSync(backup.path("theirs"), "theirs");
    });
    expect(await messageOf({ onRequest: fill })).toMatch(
      /give the backup its name .*: somebody else has written there meanwhile - point --out to another folder$/,
    );
    expect(backup.files()).toEqual(["backup/", "backup/theirs"]);
    expect(backup.read("theirs")).toBe("theirs");
  });

  it("is told of an empty folder that has filled meanwhile", async () => {
    mkdirSync(backup.path());
    const fill = once("listNonEmployeeRecords", () => writeFileSync(backup.path("theirs"), ""));
    expect(await messageOf({ onRequest: fill })).toMatch(
      /is not empty any more \(it has theirs\) - point --out to another folder$/,
    );
    expect(backup.files()).toEqual(["backup/", "backup/theirs"]);
  });

  it("takes back what it has moved into an empty folder where the rest is refused", async () => {
    mkdirSync(backup.path());
    const { rename } = fsPromises;
    jest
      .spyOn(fsPromises, "rename")
      .mockImplementation((from, to) =>
        String(to).endsWith("index.json") ? Promise.reject(systemError("EIO")) : rename(from, to),
      );
    await expectRefusal(["EIO: as the system says it - point --out to another folder"]);
    expect(backup.files()).toEqual(["backup/"]);
  });

  it("is told of a folder that may not be looked at", async () => {
    jest.spyOn(fsPromises, "stat").mockRejectedValue(systemError("EACCES"));
    await expectRefusal(["the user that runs this command has no permission - grant it"]);
  });

  it.each(["ENOSPC", "EDQUOT", "EFBIG"])("is told of a full disk (%s)", async (code) => {
    const { open } = fsPromises;
    jest.spyOn(fsPromises, "open").mockImplementation(async (path, ...rest) => {
      const handle = await open(path, ...rest);
      if (String(path).endsWith(".csv")) {
        jest.spyOn(handle, "appendFile").mockRejectedValue(systemError(code));
      }
      return handle;
    });
    await expectRefusal([/cannot write .*contractors\.csv: .*on another disk$/]);
  });

  it.each([
    ["contractors.csv", "a changed value", /contractors\.csv has another SHA-256 than the index/],
    ["contractors.csv", "a lost row", /contractors\.csv has \d+ bytes where the index says/],
    ["contractors.csv", "other columns", /contractors\.csv has \d+ bytes where the index says/],
    ["contractors.csv", "an open quote", /contractors\.csv has \d+ bytes where the index says/],
    ["contractors.csv.draft", "a changed value", /its draft cannot be read back as it was written/],
    ["manifest.yaml", "a lost row", /manifest\.yaml has \d+ bytes where the index says \d+/],
  ])("is told of a disk that does not keep %s (%s)", async (name, damage, text) => {
    const damaged = (content: string): string => {
      if (damage === "a changed value") return content.replace("William", "Wilhelm");
      if (damage === "other columns") return content.replace("accountName", "account");
      if (damage === "an open quote") return content.replace(/\r\n$/, '"');
      return content.replace(/[^\n]*\n$/, "");
    };
    const { open } = fsPromises;
    jest.spyOn(fsPromises, "open").mockImplementation(async (path, ...rest) => {
      const handle = await open(path, ...rest);
      if (!String(path).endsWith(name)) return handle;
      const { sync } = handle;
      jest.spyOn(handle, "sync").mockImplementation(async () => {
        await sync.call(handle);
        const content = await fsPromises.readFile(path, "utf8");
        await fsPromises.writeFile(path, damaged(content));
      });
      return handle;
    });
    await expectRefusal([text, /\. Run the command again, with --out on another disk$/]);
  });
});

it("a value that no file in UTF-8 can hold leaves nothing", async () => {
  const body = [{ id: "1", accountName: "half a pair: \ud83d" }];
  const operationId = "listNonEmployeeRecords";
  const headers = { "X-Total-Count": "1" };
  const { store } = backup;
  store.deleteRecord(store.recordsOf(backup.contractors)[0]?.id ?? "");
  backup.world.simulator.faults.add({ operationId, status: 200, body, headers });
  await expectRefusal([
    `the record 1 of source ${backup.contractors} has a broken sign in accountName, which no file can hold. Correct the record in the admin UI`,
  ]);
});

describe("two backups into one folder at the same time", () => {
  it.each(["that is new", "that is empty"])("(%s) never become one", async (kind) => {
    if (kind === "that is empty") mkdirSync(backup.path());
    const ended = await Promise.allSettled([backup.take(), backup.take()]);
    const done = ended.filter(({ status }) => status === "fulfilled");
    expect(done.length).toBeLessThan(2);
    for (const one of ended) {
      if (one.status === "fulfilled") continue;
      expect(String(one.reason)).toMatch(/somebody else has written|is not empty any more/);
    }
    const nothing = kind === "that is empty" ? ["backup/"] : [];
    expect(backup.files()).toEqual(done.length === 1 ? wholeBackup : nothing);
  });
});
