/** The built command at a real terminal, which the program `script` makes. */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import { variablesOf } from "./command-under-test";

const seed = {
  sources: [
    {
      name: "Contractors",
      description: "External staff",
      owner: DEFAULT_IDENTITIES.ada.id,
      records: [{ accountName: "joan" }],
    },
  ],
};
const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const hasTerminal = spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

/** Runs a command at the terminal, types that when it asks, and gives what was shown and how it ended. */
function run(args: readonly string[], typed = ""): Promise<{ shown: string; code: number | null }> {
  const command = join(__dirname, "../../dist/cli/index.js");
  const line = [process.execPath, command, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", line, "/dev/null"], {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", TERM: "dumb", ...variablesOf(simulator) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let shown = "";
  child.stdout.on("data", (chunk) => {
    const isAsked = () => shown.includes("(yes or no)");
    const before = isAsked();
    shown += String(chunk);
    if (!before && isAsked()) child.stdin.write(typed);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ shown, code }));
  });
}

function answer(typed: string) {
  const [record] = simulator.store.records();
  return run(["records", "delete", record?.id ?? ""], typed);
}

// A machine of the continuous integration must have it.
const describeAtTerminal = hasTerminal || process.env.CI ? describe : describe.skip;

describeAtTerminal("a terminal", () => {
  it("obeys nothing that a tenant has in its texts, in none of the forms", async () => {
    const [source] = simulator.store.sources();
    simulator.store.addRecord(source?.sourceId ?? "", { accountName: "\u001b[31mred" });
    for (const args of [
      ["records", "list", "--format", "csv"],
      ["records", "list"],
      ["records", "export", "--source", "Contractors"],
    ]) {
      const { shown, code } = await run(args);
      expect([code, shown.includes("\\u001b[31mred"), shown.includes("\u001b[31m")]).toEqual([
        0,
        true,
        false,
      ]);
    }
  });
});

describeAtTerminal("the question before a deletion", () => {
  it("is followed by the deletion after a yes", async () => {
    const { shown, code } = await answer("yes\r");
    expect([code, simulator.store.records()]).toEqual([0, []]);
    expect(shown).toContain(`delete 1 record of tenant ${simulator.url}:`);
    expect(shown).toContain("1 record of tenant");
  });

  it.each([
    ["no", "no\r", "error: the answer was no: nothing was written"],
    ["nothing", "\r", "error: the answer was no: nothing was written"],
    ["Ctrl-D", "\u0004", "error: the answer was no: nothing was written"],
    ["Ctrl-C", "\u0003", "interrupted; nothing was written"],
  ])("is followed by nothing after %s", async (_name, typed, message) => {
    const { shown, code } = await answer(typed);
    expect(shown).toContain(message);
    expect([code, simulator.store.records().length]).toEqual([1, 1]);
  });
});
