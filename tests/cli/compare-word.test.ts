/** Which words of `compare` are files, and which are tenants. */
import { mkdirSync, symlinkSync } from "node:fs";
import { compareCommand } from "../../cli/compare";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import { runCommand, useFolder, variablesOf } from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const simulator = useSimulator({
  seed: { sources: [{ name: "Contractors", description: "Staff", owner: ada.id }] },
});
const folder = useFolder();

const compare = (from: string, to: string) =>
  runCommand(compareCommand, ["--from", from, "--to", to], {
    ...variablesOf(simulator, "SANDBOX"),
    ...variablesOf(simulator, "PRODUCTION"),
  });

const manifest =
  "version: 1\nsources:\n  - { name: A, description: Staff, owner: { alias: ada.lovelace } }\n";

describe("a word of the command compare", () => {
  const before = process.cwd();
  beforeEach(() => process.chdir(folder.path()));
  afterEach(() => process.chdir(before));

  it("is a file where there is one of that name", async () => {
    folder.write("mine", manifest);
    folder.write("yours", manifest);
    expect((await compare("mine", "yours")).err).toEqual(["mine and yours are equal"]);
  });

  it.each([
    ["mine", "./mine", "mine and ./mine"],
    ["mine", "link", "mine and link"],
  ])("does not compare a file with itself: %s and %s", async (from, to, both) => {
    folder.write("mine", manifest);
    symlinkSync("mine", "link");
    expect(await compare(from, to)).toEqual({
      out: "",
      err: [`error: ${both} are one and the same: nothing was compared`],
      code: 1,
    });
  });

  it("does not compare a tenant with itself, whatever it is called", async () => {
    const { out, err, code } = await compare("sandbox", "production");
    const [a, b] = ["sandbox", "production"].map((name) => `tenant ${name} (${simulator.url})`);
    expect([out, code]).toEqual(["", 1]);
    expect(err).toEqual([`error: ${a} and ${b} are one and the same: nothing was compared`]);
  });

  it("is refused where it is the name of a file and of a tenant", async () => {
    folder.write("sandbox", manifest);
    const { out, err, code } = await compare("production", "sandbox");
    expect([out, err, code]).toEqual([
      "",
      [
        'error: --to "sandbox" is the name of a file and of a tenant; write ./sandbox for the file, or rename it',
      ],
      1,
    ]);
    expect((await compare("./sandbox", "production")).code).toBe(2);
  });

  it("is a tenant where only a folder has that name, such as that of its project", async () => {
    mkdirSync("sandbox");
    mkdirSync("other");
    folder.write("mine.yaml", manifest);
    expect((await compare("sandbox", "mine.yaml")).code).toBe(2);
    expect((await compare("other", "production")).err).toEqual([
      "error: the manifest other cannot be used: it is a folder; name the file in it",
    ]);
  });

  it("is a file where it looks like one, even if a tenant could be called so", async () => {
    const { err, code } = await compare("sandbox.yaml", "production");
    expect([err[0], code]).toEqual([
      expect.stringContaining("the manifest sandbox.yaml cannot be used: there is no such file"),
      1,
    ]);
  });

  it("that is neither is told to be no file either", async () => {
    const { err } = await compare("nothing", "production");
    expect(err).toEqual([
      expect.stringMatching(
        /^error: --from "nothing" is no file here, and as a tenant: the tenant "nothing" is not known: /,
      ),
    ]);
  });
});
