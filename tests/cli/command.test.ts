/** What holds for every command that asks a tenant: help, options, and what is refused. */
import type { Command } from "commander";
import { backupCommand } from "../../cli/backup";
import { compareCommand } from "../../cli/compare";
import { exportCommand } from "../../cli/export";
import { generateCommand } from "../../cli/generate";
import { createHost, runCommand } from "./command-under-test";

const commands = [
  ["export", exportCommand],
  ["compare", compareCommand],
  ["generate", generateCommand],
  ["backup", backupCommand],
] as const;
const all: ReadonlyMap<string, (typeof commands)[number][1]> = new Map(commands);

const required = {
  export: [],
  compare: ["--from", "a", "--to", "b"],
  generate: ["--manifest", "a", "--out", "b"],
  backup: ["--out", "a"],
};

const optionsOf = (command: Command) => command.options.flatMap(({ long }) => long ?? []);

describe.each(commands)("the command %s", (name, make) => {
  it("explains itself on standard output, with examples of its own options", async () => {
    const { out, err, code } = await runCommand(make, ["--help"]);
    expect([err, code]).toEqual([[], 0]);
    const words =
      make(createHost({}).host).commands.length > 0 ? "[options] [command]" : "[options]";
    expect(out).toContain(`Usage: ${name} ${words}\n`);
    expect(out).toMatch(/\nExamples?:\n {2}\$ sailpoint-nonemployee /);
    const examples = out.match(/(?<=\$ sailpoint-nonemployee ).*/g) ?? [];
    expect(examples.some((line) => line.startsWith(`${name} `))).toBe(true);
    for (const example of examples) {
      const used = all.get(example.split(" ")[0] ?? "");
      if (!used) throw new Error(`${example}: there is no such command`);
      const known = optionsOf(used(createHost({}).host));
      for (const option of example.match(/--[a-z-]+/g) ?? []) expect(known).toContain(option);
    }
  });

  it("describes each option, on lines that fit", async () => {
    const { out } = await runCommand(make, ["--help"]);
    for (const option of optionsOf(make(createHost({}).host)))
      expect(out).toContain(`  ${option} `);
    expect(out.split("\n").filter((line) => line.length > 130)).toEqual([]);
  });

  it("names the option that it does not know, and the likely one", async () => {
    const { out, err, code } = await runCommand(make, [...required[name], "--hlep"]);
    expect([out, code]).toEqual(["", 1]);
    expect(err).toEqual(["error: unknown option '--hlep'\n(Did you mean --help?)"]);
  });

  it("refuses words that belong to no option", async () => {
    expect(await runCommand(make, [...required[name], "more"])).toEqual({
      out: "",
      err: [
        expect.stringMatching(
          /^error: too many arguments.* Expected 0 arguments but got 1: more\.$/,
        ),
      ],
      code: 1,
    });
  });
});

describe("an option that is required", () => {
  it.each([
    [compareCommand, [], "--from <manifest or tenant>"],
    [compareCommand, ["--from", "a"], "--to <manifest or tenant>"],
    [backupCommand, [], "--out <folder>"],
    [generateCommand, ["--out", "a"], "--manifest <file>"],
    [generateCommand, ["--manifest", "a"], "--out <folder>"],
  ])("is named where it is missing: %#", async (make, args, option) => {
    expect(await runCommand(make, args)).toEqual({
      out: "",
      err: [`error: required option '${option}' not specified`],
      code: 1,
    });
  });
});

describe("an option", () => {
  it.each([
    [
      exportCommand,
      ["--format", "xml"],
      "argument 'xml' is invalid. Allowed choices are yaml, json.",
    ],
    [exportCommand, ["--out"], "error: option '--out <file>' argument missing"],
    [exportCommand, ["--only"], "error: option '--only <key...>' argument missing"],
    [
      compareCommand,
      ["--from", "a", "--to", "b", "--format", "yaml"],
      "argument 'yaml' is invalid. Allowed choices are table, markdown, json.",
    ],
  ])("is refused with what is accepted: %#", async (make, args, message) => {
    const { out, err, code } = await runCommand(make, args);
    expect([out, err.length, code]).toEqual(["", 1, 1]);
    expect(err[0]).toContain(message);
  });
});
