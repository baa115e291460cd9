/** A backup of which some parts alone are wanted: what is wrong with the others is in nobody's way. */
import { rmSync, writeFileSync } from "node:fs";
import { type VerifyOptions, verifyBackup } from "../../../provider/backup/verify";
import { useBackup } from "./backup-under-test";

const backup = useBackup();
beforeEach(() => backup.take());

const contractors = "records/contractors.csv";
const edit = (file: string, change: (text: string) => string) =>
  backup.write(file, change(backup.read(file)));

describe("a check of some sources", () => {
  const [externals, visitors] = [new Set(["contractors"]), new Set(["visitors"])];
  const verify = (options: VerifyOptions) => verifyBackup(backup.path(), options);

  it("leaves the files of the others alone, and takes them for parts of the backup", async () => {
    edit(contractors, (text) => `${text}x`);
    const sound = { problems: [], warnings: [], index: backup.index(), isIndexSound: true };
    expect(await verify({ only: visitors })).toEqual(sound);
    expect(await verify({ only: new Set() })).toEqual(sound);
    const { problems } = await verify({ only: externals });
    expect(problems[0]).toMatch(/^records\/contractors\.csv has \d+ bytes/);
    expect(await verify({})).toMatchObject({ problems });
    rmSync(backup.path(contractors));
    expect(await verify({ only: visitors })).toEqual(sound);
  });

  it("has the index and the manifest checked all the same", async () => {
    edit("manifest.yaml", (text) => `${text}# more\n`);
    edit("index.json", (text) => text.replace('"created": "2', '"created": "1'));
    expect((await verify({ only: visitors })).problems).toEqual([
      "index.json is not as it was written: its sha256 is another one",
      expect.stringMatching(/^manifest\.yaml has \d+ bytes/),
    ]);
  });
});

describe("a check to which the manifest is optional", () => {
  const isManifestOptional = true;
  const verify = () => verifyBackup(backup.path(), { isManifestOptional });

  it("warns of a manifest that is missing or damaged", async () => {
    edit("manifest.yaml", (text) => text.replace("version: 1", "version: 7"));
    writeFileSync(backup.path("notes.txt"), "");
    expect(await verify()).toEqual({
      problems: [],
      warnings: [
        "manifest.yaml has another SHA-256 than the index: its content was changed",
        expect.stringMatching(/^the manifest .*manifest\.yaml cannot be used: line 1, .*version/),
        "notes.txt is no part of the backup",
      ],
      index: backup.index(),
      isIndexSound: true,
    });
    rmSync(backup.path("manifest.yaml"));
    rmSync(backup.path("notes.txt"));
    expect(await verify()).toMatchObject({
      problems: [],
      warnings: ["manifest.yaml is missing"],
    });
  });

  it("still has problems with everything else", async () => {
    rmSync(backup.path("manifest.yaml"));
    rmSync(backup.path(contractors));
    expect(await verify()).toMatchObject({
      problems: [`${contractors} is missing`],
      warnings: ["manifest.yaml is missing"],
    });
  });
});
