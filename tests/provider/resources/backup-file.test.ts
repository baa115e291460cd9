/** A file has its name only when it is complete, never that of another, and what the disk refuses is said clearly. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import fsPromises from "node:fs/promises";
import { dirname, join } from "node:path";
import { withDraft } from "../../../provider/resources/backup-file";
import { useBackupFolder } from "./backup-under-test";

const folder = useBackupFolder();
afterEach(() => jest.restoreAllMocks());

const place = () => ({ folder: folder.path, name: "records" });
const file = (name: string) => join(folder.path, name);
const write = (text: string) => withDraft(place(), text, (draft) => draft.publish());

/** An error as the system makes it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says it`), { code });
}

/** Lets every file that is opened fail at something. */
function failAt(method: "writeFile" | "sync", code: string): void {
  const open = fsPromises.open;
  jest.spyOn(fsPromises, "open").mockImplementation(async (...args) => {
    const handle = await open(...args);
    jest.spyOn(handle, method).mockRejectedValue(systemError(code));
    return handle;
  });
}

describe("a draft", () => {
  it("lies beside its name-to-be, readable for its owner alone, and is gone afterwards", async () => {
    const path = await withDraft(place(), "häuser", async (draft) => {
      const [only = "", ...others] = folder.files();
      expect(others).toEqual([]);
      expect(only).toMatch(/records\.[0-9a-f-]{36}\.partial$/);
      if (process.platform !== "win32") expect(statSync(only).mode & 0o777).toBe(0o600);
      expect((await draft.read()).toString("utf8")).toBe("häuser");
      return await draft.publish();
    });
    expect(path).toBe(file("records.csv"));
    expect(folder.files()).toEqual([path]);
    expect(readFileSync(path, "utf8")).toBe("häuser");
  });

  it("is removed when what comes after it fails", async () => {
    const failing = withDraft(place(), "text", () => Promise.reject(new Error("no proof")));
    await expect(failing).rejects.toThrow("no proof");
    expect(folder.files()).toEqual([]);
  });

  it("leaves a folder that exists as it is", async () => {
    mkdirSync(folder.path, { recursive: true, mode: 0o755 });
    const { mode } = statSync(folder.path);
    await write("text");
    expect(statSync(folder.path).mode).toBe(mode);
  });
});

describe.each([
  ["with hard links", () => undefined],
  [
    "without hard links",
    () => void jest.spyOn(fsPromises, "link").mockRejectedValue(systemError("EPERM")),
  ],
])("a name on a file system %s", (_what, prepare) => {
  beforeEach(prepare);

  it("that is taken stays with its file, and the new one gets a number", async () => {
    mkdirSync(folder.path, { recursive: true });
    for (const name of ["records.csv", "records_2.csv"]) writeFileSync(file(name), name);
    expect(await write("new")).toBe(file("records_3.csv"));
    expect(readFileSync(file("records.csv"), "utf8")).toBe("records.csv");
    expect(readFileSync(file("records_2.csv"), "utf8")).toBe("records_2.csv");
    expect(readFileSync(file("records_3.csv"), "utf8")).toBe("new");
  });

  it("is given once, however many want it at the same time", async () => {
    const texts = Array.from({ length: 20 }, (_value, index) => `text ${index}`);
    const paths = await Promise.all(texts.map(write));
    expect(new Set(paths).size).toBe(20);
    expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(texts);
    expect(folder.files()).toHaveLength(20);
  });
});

describe("what the disk refuses", () => {
  const notAFolder = "set SAIL_BACKUP_DIR to a folder";

  /** The file cannot be written; the message says where and what to do, and nothing is left. */
  async function expectRefusal(...texts: string[]): Promise<void> {
    const message = await write("text").catch(String);
    for (const text of ["ResourceError: cannot ", ...texts]) expect(message).toContain(text);
    expect(message).not.toContain("as the system says it");
  }

  it("is told of a folder that is a file", async () => {
    mkdirSync(dirname(folder.path), { recursive: true });
    writeFileSync(folder.path, "");
    const where = `create the folder ${folder.path}: a file stands where a folder should be`;
    await expect(write("text")).rejects.toThrow(`${where} - ${notAFolder}`);
    expect(readFileSync(folder.path, "utf8")).toBe("");
  });

  it("is told of a file in the middle of the path", async () => {
    mkdirSync(dirname(dirname(folder.path)), { recursive: true });
    writeFileSync(dirname(folder.path), "");
    const where = `create the folder ${folder.path}: a part of the path is a file`;
    await expect(write("text")).rejects.toThrow(`${where}, not a folder - ${notAFolder}`);
  });

  it("is told of a path that is too long", async () => {
    const long = join(folder.path, "x".repeat(300));
    const writing = withDraft({ folder: long, name: "records" }, "text", (draft) => draft.read());
    await expect(writing).rejects.toThrow(
      "the path is too long - set SAIL_BACKUP_DIR to a shorter",
    );
  });

  it.each([
    ["EACCES", "the user that runs Pulumi has no permission - grant it, or set SAIL_BACKUP_DIR to"],
    ["EPERM", "the user that runs Pulumi has no permission - grant it, or set SAIL_BACKUP_DIR to"],
    ["EROFS", "the file system is read-only - set SAIL_BACKUP_DIR to another folder"],
  ])("is told of a folder that may not be written to (%s)", async (code, text) => {
    jest.spyOn(fsPromises, "open").mockRejectedValue(systemError(code));
    await expectRefusal(`write ${file("records.")}`, text);
    expect(folder.files()).toEqual([]);
  });

  it.each([
    ["writeFile", "ENOSPC", "the disk is full - free some space, or set SAIL_BACKUP_DIR to"],
    ["sync", "EDQUOT", "the disk quota is used up - free some space, or set SAIL_BACKUP_DIR to"],
  ] as const)("is told of a full disk, at %s", async (method, code, text) => {
    failAt(method, code);
    await expectRefusal(`write ${file("records.")}`, text);
    expect(folder.files()).toEqual([]);
  });

  it("is told with the system's words where it has no better ones", async () => {
    failAt("writeFile", "EIO");
    const text = "EIO: as the system says it - set SAIL_BACKUP_DIR to another folder";
    await expect(write("text")).rejects.toThrow(text);
  });

  it("is told when the file cannot get its name, and no empty one has it", async () => {
    jest.spyOn(fsPromises, "link").mockRejectedValue(systemError("ENOSYS"));
    jest.spyOn(fsPromises, "rename").mockRejectedValue(systemError("EACCES"));
    await expectRefusal(`name the file in ${folder.path}`, "has no permission");
    expect(folder.files()).toEqual([]);
  });

  it("is told when the name cannot be taken at all", async () => {
    const open = fsPromises.open;
    jest.spyOn(fsPromises, "link").mockRejectedValue(systemError("EACCES"));
    jest
      .spyOn(fsPromises, "open")
      .mockImplementation((path, ...rest) =>
        String(path).endsWith(".csv") ? Promise.reject(systemError("EACCES")) : open(path, ...rest),
      );
    await expectRefusal(`name the file in ${folder.path}`, "has no permission");
    expect(folder.files()).toEqual([]);
  });

  it("is no obstacle where a folder cannot be forced to the disk", async () => {
    const open = fsPromises.open;
    jest
      .spyOn(fsPromises, "open")
      .mockImplementation((path, ...rest) =>
        path === folder.path ? Promise.reject(systemError("EISDIR")) : open(path, ...rest),
      );
    expect(readFileSync(await write("text"), "utf8")).toBe("text");
  });
});
