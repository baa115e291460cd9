/** Files that are written as a whole. */
import { chmodSync, lstatSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { isDevice, writeBitByBit, writeWhole } from "../../cli/whole-file";
import { failure, refusal } from "../provider/manifest/refusal";
import { useFolder } from "./command-under-test";

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

  it("can be written bit by bit, and has its name only when all of it is there", async () => {
    const file = folder.write("a.csv", "old");
    const seen: string[] = [];
    const result = await writeBitByBit(file, async (write) => {
      write("ä\n");
      seen.push(folder.read("a.csv"));
      write("b\n");
      return 2;
    });
    expect([result, seen, folder.read("a.csv"), folder.list()]).toEqual([
      2,
      ["old"],
      "ä\nb\n",
      ["a.csv"],
    ]);
  });

  it("stays as it was where the work fails, or was not there", async () => {
    const file = folder.write("a.csv", "old");
    for (const path of [file, folder.path("new.csv")]) {
      const work = writeBitByBit(path, async (write) => {
        write("half");
        throw new Error("the answer broke off");
      });
      expect((await failure(work)).message).toBe("the answer broke off");
    }
    expect([folder.read("a.csv"), folder.list()]).toEqual(["old", ["a.csv"]]);
  });

  it("is for its owner alone where that is wanted, also in place of an old one", async () => {
    const old = folder.write("old.csv", "");
    chmodSync(old, 0o644);
    for (const file of [old, folder.path("new.csv")]) {
      await writeBitByBit(file, async (write) => write("a"), 0o600);
    }
    expect(["old.csv", "new.csv"].map((name) => statSync(folder.path(name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
  });

  it("says that the disk is full", async () => {
    const work = writeBitByBit("/dev/full", async (write) => write("a"));
    expect((await failure(work)).message).toMatch(
      /^cannot write \/dev\/full: ENOSPC.*; nothing was left behind\. Check the folder/,
    );
  });
});
