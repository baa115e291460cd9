import { createProgram } from "../../cli/program";
import { silentHost } from "../../cli/silent-host";
import { codeIn, readText, sectionOf, tables } from "./document";

/** Every command by its words, those of a command with commands of its own too. */
const commands = createProgram(silentHost()).commands.flatMap((command) => [
  { words: command.name(), level: "##", command },
  ...command.commands.map((own) => ({
    words: `${command.name()} ${own.name()}`,
    level: "###",
    command: own,
  })),
]);
const text = readText("docs/commands.md");

describe("the document of the command line", () => {
  it.each(commands)("has every option of $words, and no other", ({ words, level, command }) => {
    const whole = sectionOf(text, `${level} \`${words}\``);
    // Options of a command of its own are not those of the command.
    const [section = ""] = whole.split(/^### /m);
    const table = tables(section).find(({ head }) => head[0] === "option");
    const named = (table?.rows ?? []).flatMap(([first = ""]) => codeIn(first));
    expect(named.sort()).toEqual(command.options.map(({ long }) => long).sort());
  });

  it("has every command, and no other", () => {
    const headings = [...text.matchAll(/^(##+) `(.+)`$/gm)].map(([, ...heading]) => heading);
    expect(headings.sort()).toEqual(commands.map(({ level, words }) => [level, words]).sort());
  });
});
