/** The index: what a release writes it reads, and what is wrong with one is told with its place. */
import { type BackupIndex, readIndex, writeIndex } from "../../../provider/backup/index-file";

const sha256 = "0".repeat(64);
const source = {
  key: "contractors",
  name: "Contractors",
  sourceId: "2c91",
  records: 0,
  columns: ["accountName"],
  file: "records/contractors.csv",
  bytes: 13,
  sha256,
};
const index: BackupIndex = {
  version: 1,
  created: "2026-11-24T18:45:01.123Z",
  tenantUrl: "https://acme.api.identitynow.com",
  manifest: { file: "manifest.yaml", bytes: 1, sha256 },
  sources: [source],
};

const problemsOf = (value: unknown) => {
  const read = readIndex(JSON.stringify(value));
  return "problems" in read ? read.problems : [];
};

describe("an index", () => {
  it("is read as it was written, with keys that are not known", () => {
    for (const value of [index, { ...index, unresolved: ["a"], more: { of: "it" } }]) {
      expect(readIndex(writeIndex(value))).toEqual({ index: value });
    }
  });

  it.each([
    [{ version: 0 }, "version must be 1, got the number 0"],
    [{ version: undefined }, "version is required; give 1"],
    [
      { created: "yesterday" },
      "created must be an ISO 8601 instant, such as 2026-11-24T18:45:01Z, got a string",
    ],
    [
      { tenantUrl: "acme" },
      "tenantUrl must be the URL of a tenant, such as https://acme.api.identitynow.com",
    ],
    [
      { manifest: [] },
      "manifest must be an object with the keys file, bytes and sha256, got a list of 0",
    ],
    [{ sources: {} }, "sources must be a list of sources, got an empty object"],
    [{ unresolved: [1] }, "unresolved[0] must be a text, got the number 1"],
  ])("with %j is refused with the place", (change, text) => {
    expect(problemsOf({ ...index, ...change })).toEqual([`index.json: ${text}`]);
  });

  it.each([
    [{ key: "a/b" }, 'key must be the key of a source, got "a/b"'],
    [{ name: "" }, "name must be the name of a source, got an empty one"],
    [{ sourceId: 1 }, "sourceId must be the id of a source, got the number 1"],
    [{ records: -1 }, "records must be a whole number of at least 0, got the number -1"],
    [{ records: 1.5 }, "records must be a whole number of at least 0, got the number 1.5"],
    [{ records: undefined }, "records is required; give a whole number of at least 0"],
    [{ columns: "a" }, "columns must be a list of the names of the columns, got a string"],
    [{ columns: [null] }, "columns[0] must be the name of a column, got null"],
    [{ bytes: "13" }, "bytes must be a whole number of at least 0, got a string"],
    [{ sha256: "abc" }, 'sha256 must be 64 hex digits in lower case, got "abc"'],
  ])("whose source has %j is refused with the place", (change, text) => {
    const problems = problemsOf({ ...index, sources: [{ ...source, ...change }] });
    expect(problems).toEqual([`index.json: sources[0].${text}`]);
  });

  it.each([
    "../a.csv",
    "/etc/passwd",
    "records/../../a",
    "a\\b",
    "C:a",
    ".",
    "a//b",
    "a/",
    "~/a b",
  ])("that leads to %j is refused", (file) => {
    expect(problemsOf({ ...index, manifest: { ...index.manifest, file } })).toEqual([
      `index.json: manifest.file must be the path of a file in the folder, such as records/contractors.csv, got ${JSON.stringify(file)}`,
    ]);
  });

  it("that has two of something that there is one of is refused", () => {
    const file = "Records/Contractors.csv";
    expect(problemsOf({ ...index, sources: [source, { ...source, file }] })).toEqual([
      'index.json: sources[1].key "contractors" is that of sources[0] too',
      'index.json: sources[1].name "Contractors" is that of sources[0] too',
      'index.json: sources[1].sourceId "2c91" is that of sources[0] too',
      'index.json: sources[1].file "records/contractors.csv" is that of sources[0] too',
    ]);
    expect(problemsOf({ ...index, sources: [{ ...source, file: "manifest.yaml" }] })).toEqual([
      'index.json: sources[0].file "manifest.yaml" is that of the manifest too',
    ]);
  });

  it("tells all that is wrong at once", () => {
    expect(problemsOf({ version: 1 })).toHaveLength(4);
  });

  it("of a later form is refused as that, and nothing else is said of it", () => {
    expect(problemsOf({ version: 2, sources: 0 })).toEqual([
      "index.json has a version above 1, which this release does not know; use the release that took the backup, or a newer one",
    ]);
  });

  it.each([null, 1, "text", []])("that is %j is refused", (value) => {
    expect(problemsOf(value)).toEqual(["index.json must be an object"]);
  });
});
