/** Paths that lead to no file, told before anything is read. */
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { shownName } from "../../../provider/upload/file-problem";
import { csv, head, row, useUpload } from "./upload-under-test";

const upload = useUpload();

describe("a file", () => {
  it("that is not there is told, in one line whatever its path", async () => {
    await expect(upload.upload({ path: "/nowhere/people.csv" })).rejects.toThrow(
      `cannot read /nowhere/people.csv: there is no such file (searched in ${shownName(process.cwd())}); check the path`,
    );
    await expect(upload.upload({ path: "/no\nwhere" })).rejects.toThrow(
      'cannot read "/no\\nwhere": there is no such file',
    );
    const path = `/tmp/${"\n".repeat(300)}`;
    await expect(upload.upload({ path })).rejects.toThrow(/^cannot read .*: ENAMETOOLONG.*'$/);
    await expect(upload.upload({ path: "/tmp\0" })).rejects.toThrow(
      /^cannot read "\/tmp\\u0000": /,
    );
  });

  it("that is no plain file is told, and not waited for", async () => {
    const path = join(dirname(upload.write("")), "pipe");
    execFileSync("mkfifo", [path]);
    for (const one of [path, "/dev/null"]) {
      await expect(upload.upload({ path: one })).rejects.toThrow(
        `cannot read ${one}: it is no plain file; save it to one first`,
      );
    }
    await expect(upload.upload({ path: "/tmp" })).rejects.toThrow(
      "cannot read /tmp: it is a folder; name a file",
    );
  });

  it("may be named by a link", async () => {
    const path = join(dirname(upload.write(csv(head, row("a")))), "link");
    symlinkSync("people.csv", path);
    expect(await upload.upload({ path })).toMatchObject({ result: { created: 1 } });
  });
});
