import type { CommandHost } from "../../cli/host";
import { createProgram } from "../../cli/program";
import { codeIn, readText, sectionOf, tables } from "./document";

const host: CommandHost = {
  out: () => undefined,
  err: () => undefined,
  environment: {},
  homeFolder: "/nonexistent",
  hasTerminal: false,
  signal: new AbortController().signal,
  setExitCode: () => undefined,
};
const { commands } = createProgram(host);
const text = readText("docs/commands.md");

describe("the document of the command line", () => {
  it.each(commands)("has every option of $_name, and no other", (command) => {
    const section = sectionOf(text, `## \`${command.name()}\``);
    const table = tables(section).find(({ head }) => head[0] === "option");
    const named = (table?.rows ?? []).flatMap(([first = ""]) => codeIn(first));
    expect(named.sort()).toEqual(command.options.map(({ long }) => long).sort());
  });

  it("has every command, and no other", () => {
    const headings = [...text.matchAll(/^## `(.+)`$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(commands.map((command) => command.name()).sort());
  });
});
