/** The file that `export` writes: where it cannot be, and what is said then. */
import { exportCommand } from "../../cli/export";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import { runCommand, useFolder, variablesOf } from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const attributes = ["badge", "site", "costCenter"].map((technicalName) => ({
  technicalName,
  label: technicalName,
}));
const seed = {
  sources: [
    { name: "Contractors", description: "External staff", owner: ada.id, attributes },
    { name: "Visitors", description: "Guests", owner: ada.id },
  ],
};

const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

function run(args: readonly string[]) {
  return runCommand(exportCommand, args, variablesOf(simulator));
}

describe("the command export, where a file cannot be written", () => {
  it("refuses a folder as the file before the tenant is asked", async () => {
    const { err, code } = await run(["--out", folder.path()]);
    expect([err, code]).toEqual([
      [`error: the manifest ${folder.path()} cannot be used: it is a folder; name the file in it`],
      1,
    ]);
    expect(simulator.requests).toEqual([]);
  });

  it("writes to a device without reading it as a manifest", async () => {
    expect(await run(["--out", "/dev/null", "--format", "json"])).toEqual({
      out: "",
      err: [`2 sources with 3 attributes of tenant ${simulator.url} written to /dev/null`],
      code: 0,
    });
  });

  it("names the folder that is missing", async () => {
    const file = folder.path("new/manifest.yaml");
    const { err, code } = await run(["--out", file]);
    expect([err, code]).toEqual([
      [`error: cannot write ${file}: there is no folder ${folder.path("new")}; make it first`],
      1,
    ]);
    expect(folder.list()).toEqual([]);
  });

  it("says why the system refuses, and leaves nothing behind", async () => {
    const file = folder.path(`${"x".repeat(300)}.yaml`);
    const { err, code } = await run(["--out", file]);
    expect(code).toBe(1);
    expect(err[0]).toMatch(
      /^error: cannot write .*: ENAMETOOLONG.*; nothing was left behind\. Check the folder, and the room on its disk$/,
    );
    expect(folder.list()).toEqual([]);
  });
});
