import { createClient } from "../../provider/api";
import { codeIn, readText, sectionOf, tables } from "./document";

const text = readText("docs/client.md");

/** What stands in back-ticks in a column of the first table of a section. */
function columnOf(heading: string, column: number): string[] {
  const [table] = tables(sectionOf(text, heading));
  return (table?.rows ?? []).flatMap((row) => codeIn(row[column] ?? "").slice(0, 1));
}

describe("docs/client.md", () => {
  it("lists every option, and no other", () => {
    const code = readText("provider/api/client-options.ts");
    const [, body = ""] = /export interface ClientOptions \{([\s\S]*?)\n\}/.exec(code) ?? [];
    const options = [...body.matchAll(/^ {2}(\w+)\??: /gm)].map(([, name]) => name ?? "");

    expect(options.length).toBeGreaterThan(8);
    expect(columnOf("## Options", 0).sort()).toEqual(options.sort());
  });

  it("lists every call, and no other", () => {
    const client = createClient({
      baseUrl: "https://acme.api.identitynow.com",
      clientId: "i",
      clientSecret: "s",
    });
    const others = ["baseUrl", "authenticate", "serverTime"];
    const calls = Object.keys(client).filter((name) => !others.includes(name));
    const listed = columnOf("## Calls", 0).map((call) => call.replace(/\(.*$/, ""));

    expect(listed.sort()).toEqual(calls.sort());
  });

  it("names the bounds of the repetitions as they are", () => {
    const code = readText("provider/api/retry.ts");
    const numberOf = (name: string) =>
      Number(new RegExp(`${name}: ([\\d_]+)`).exec(code)?.[1]?.replaceAll("_", ""));
    const manners = sectionOf(text, "## Manners");

    expect(numberOf("maxAttempts")).toBe(5);
    expect(manners).toContain("five attempts in all");
    expect(manners).toContain(`waits up to ${numberOf("maxDelayMs") / 1000} seconds`);
    expect(manners).toContain(`${numberOf("maxWaitMs") / 1000} seconds of waiting`);
    expect(manners.replace(/\s+/g, " ")).toContain(
      `${numberOf("maxThrottled")} attempts that are answered 429`,
    );
  });
});
