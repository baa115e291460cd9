/** A backup that is checked: sound as long as nothing is damaged, and all that is damaged is told at once. */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import fsPromises from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { verifyBackup } from "../../../provider/backup/verify";
import { useBackup } from "./backup-under-test";

const backup = useBackup();
beforeEach(() => backup.take());
afterEach(() => jest.restoreAllMocks());

const contractors = "records/contractors.csv";
const problems = async () => (await verifyBackup(backup.path())).problems;
const edit = (file: string, change: (text: string) => string) =>
  backup.write(file, change(backup.read(file)));

const anything = z.looseObject({ manifest: z.unknown(), sources: z.array(z.looseObject({})) });

/** Changes the index as a value, whatever comes out, and signs it again. */
function editIndex(change: (index: z.infer<typeof anything>) => unknown): void {
  const index = anything.parse(JSON.parse(backup.read("index.json")));
  const { sha256: _, ...rest } = z.record(z.string(), z.unknown()).parse(change(index) ?? index);
  const text = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  const sha256 = createHash("sha256").update(text(rest)).digest("hex");
  backup.write("index.json", text({ ...rest, sha256 }));
}

/** Lets the index say of a file of records what it is now. */
function signAgain(file: string): void {
  const content = readFileSync(backup.path(file));
  const sha256 = createHash("sha256").update(content).digest("hex");
  editIndex(({ sources }) => {
    const source = sources.find((one) => one.file === file);
    Object.assign(source ?? {}, { bytes: content.length, sha256 });
  });
}

describe("a backup that is as it was", () => {
  it("is sound, also elsewhere, and its index is given", async () => {
    const sound = { problems: [], warnings: [], index: backup.index(), isIndexSound: true };
    expect(await verifyBackup(backup.path())).toEqual(sound);
    renameSync(backup.path(), join(backup.parent, "moved"));
    expect(await verifyBackup(join(backup.parent, "moved"))).toEqual(sound);
  });

  it("is sound with keys that a later release has added", async () => {
    editIndex((index) => {
      const [first, ...others] = index.sources;
      return { ...index, more: 1, sources: [{ ...first, more: 1 }, ...others] };
    });
    expect(await problems()).toEqual([]);
  });

  it("is sound beside files that are no part of it, which are named", async () => {
    writeFileSync(backup.path("notes.txt"), "");
    writeFileSync(backup.path("records/old.csv"), "");
    mkdirSync(backup.path("empty"));
    expect(await verifyBackup(backup.path())).toMatchObject({
      problems: [],
      warnings: ["notes.txt is no part of the backup", "records/old.csv is no part of the backup"],
    });
  });
});

describe("a folder that is no backup", () => {
  it.each([
    [
      "that is not there",
      "nothing",
      /^there is no such folder \(searched in .*\); check the path$/,
    ],
    ["that is a file", "backup/index.json", /^it is a file; name the folder of the backup$/],
    [
      "without an index",
      "backup/records",
      /^it is no complete backup: it has no index\.json; take/,
    ],
  ])("(%s) is told", async (_what, name, text) => {
    const verdict = await verifyBackup(join(backup.parent, name));
    expect(verdict).toEqual({ problems: [expect.stringMatching(text)], warnings: [] });
  });

  it("is told where the index alone is missing, or the backup was not finished", async () => {
    const text =
      "it is no complete backup: it has no index.json, which is written last: it was not finished; take another one";
    rmSync(backup.path("index.json"));
    expect(await problems()).toEqual([text]);
    rmSync(backup.path("records"), { recursive: true });
    renameSync(backup.path("manifest.yaml"), backup.path("0a1b2c3d.partial"));
    expect(await problems()).toEqual([text]);
  });

  it("is told with the system's words where there are no others", async () => {
    rmSync(backup.path("index.json"));
    mkdirSync(backup.path("index.json"));
    expect(await problems()).toEqual([expect.stringMatching(/^it cannot be read: .*EISDIR/)]);
  });
});

describe("a damaged file", () => {
  it.each(["manifest.yaml", contractors])("(%s) that is missing is named", async (file) => {
    rmSync(backup.path(file));
    expect(await problems()).toEqual([`${file} is missing`]);
  });

  it.each(["manifest.yaml", contractors, "records/visitors.csv"])(
    "(%s) with one other byte is named",
    async (file) => {
      const content = readFileSync(backup.path(file));
      const at = content.indexOf("C".charCodeAt(0)) === -1 ? 2 : content.indexOf("C");
      content[at] = "D".charCodeAt(0);
      writeFileSync(backup.path(file), content);
      expect(await problems()).toContain(
        `${file} has another SHA-256 than the index: its content was changed`,
      );
    },
  );

  it("that lacks a row is named with both counts", async () => {
    edit(contractors, (text) => text.replace(/[^\n]*\n$/, ""));
    expect(await problems()).toEqual([
      expect.stringMatching(/^records\/contractors\.csv has \d+ bytes where the index says \d+$/),
      "records/contractors.csv has 1 record where the index says 2",
    ]);
  });

  it("that lacks a row is named also where size and hash were adapted", async () => {
    edit(contractors, (text) => text.replace(/[^\n]*\n$/, ""));
    signAgain(contractors);
    expect(await problems()).toEqual([
      "records/contractors.csv has 1 record where the index says 2",
    ]);
  });

  it("with other columns is named also where size and hash were adapted", async () => {
    edit(contractors, (text) => text.replace("costCenter", "costcentre"));
    signAgain(contractors);
    const text = "the first line of records/contractors.csv has other columns than the index";
    expect(await problems()).toEqual([text]);
  });

  it("that is empty or no CSV is named", async () => {
    backup.write("records/visitors.csv", "");
    appendFileSync(backup.path(contractors), 'a,"b');
    const [first, second, ...others] = await problems();
    expect(first).toMatch(/^records\/contractors\.csv has \d+ bytes/);
    expect(second).toMatch(/^records\/contractors\.csv cannot be read: it is no CSV at line \d+$/);
    expect(others).toEqual([
      expect.stringMatching(/^records\/visitors\.csv has 0 bytes where/),
      "the first line of records/visitors.csv has other columns than the index",
    ]);
  });

  it("that is a folder or cannot be read is named", async () => {
    rmSync(backup.path(contractors));
    mkdirSync(backup.path(contractors));
    expect(await problems()).toEqual([`${contractors} is no plain file`]);
    const { lstat } = fsPromises;
    jest
      .spyOn(fsPromises, "lstat")
      .mockImplementation((path) =>
        String(path).endsWith(".yaml")
          ? Promise.reject(Object.assign(new Error("no"), { code: "EACCES" }))
          : lstat(path),
      );
    expect(await problems()).toContain("manifest.yaml cannot be read: no");
  });

  it("that leads out of the folder is named, by itself or by a folder on the way", async () => {
    const outside = join(backup.parent, "outside");
    cpSync(backup.path("records"), outside, { recursive: true });
    rmSync(backup.path(contractors));
    symlinkSync(join(outside, "contractors.csv"), backup.path(contractors));
    expect(await problems()).toEqual([`${contractors} is no plain file`]);
    rmSync(backup.path("records"), { recursive: true });
    symlinkSync(outside, backup.path("records"));
    expect(await problems()).toEqual([
      `${contractors} leads out of the folder`,
      "records/visitors.csv leads out of the folder",
    ]);
  });

  it("is told together with every other", async () => {
    rmSync(backup.path(contractors));
    edit("records/visitors.csv", (text) => `${text}x`);
    edit("manifest.yaml", (text) => text.replace("version: 1", "version: 7"));
    expect(await problems()).toEqual([
      "manifest.yaml has another SHA-256 than the index: its content was changed",
      expect.stringMatching(/^the manifest .*manifest\.yaml cannot be used: line 1, .*version/),
      `${contractors} is missing`,
      expect.stringMatching(/^records\/visitors\.csv has \d+ bytes/),
      expect.stringMatching(/^records\/visitors\.csv cannot be read: it is no CSV at line \d+$/),
    ]);
  });
});

describe("an index that is not of this backup", () => {
  it("is told by the sources that it lacks, has besides, or calls otherwise", async () => {
    editIndex((index) => {
      const [first, second] = index.sources;
      return {
        ...index,
        sources: [
          { ...first, name: "Others" },
          { ...second, key: "guests" },
        ],
      };
    });
    expect(await problems()).toEqual([
      'the source contractors is called "Others" in the index and "Contractors" in the manifest',
      "the index lacks the source visitors of the manifest",
      "the manifest lacks the source guests of the index",
    ]);
  });

  it("is told by a count that was edited", async () => {
    editIndex(({ sources }) => void Object.assign(sources[0] ?? {}, { records: 3 }));
    expect(await problems()).toEqual([`${contractors} has 2 records where the index says 3`]);
  });

  it("is told by its own hash, whatever was changed in it", async () => {
    const told = ["index.json is not as it was written: its sha256 is another one"];
    const before = backup.read("index.json");
    const { sourceId } = anything.parse(JSON.parse(before)).sources[0] ?? {};
    for (const [from, to] of [
      [`"sourceId": "${String(sourceId)}"`, '"sourceId": "another"'],
      ['"created": "2', '"created": "1'],
      ['"version": 1,', '"version": 1, "more": 1,'],
      [/,\n {2}"sha256": "[0-9a-f]+"\n\}/, "\n}"],
    ] as const) {
      backup.write("index.json", before.replace(from, to));
      expect(backup.read("index.json")).not.toBe(before);
      expect(await problems()).toEqual(told);
    }
  });

  it("is told as a whole where it cannot be read", async () => {
    edit("index.json", (text) => text.slice(0, -10));
    expect(await problems()).toEqual(["index.json is not JSON: it was cut off or changed"]);
    backup.write("index.json", "[]");
    expect(await problems()).toEqual(["index.json must be an object"]);
  });
});

it("a check ends when it is no longer wanted", async () => {
  const signal = AbortSignal.abort(new Error("interrupted"));
  await expect(verifyBackup(backup.path(), { signal })).rejects.toThrow("interrupted");
});
