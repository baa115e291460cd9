/** Reports of differences: their layout, whatever a tenant's texts hold. */
import fc from "fast-check";
import { reportOf } from "../../cli/report";
import type { Difference } from "../../provider/manifest/compare";
import { propertySettings } from "../property";
import { text } from "../provider/manifest/arbitrary-manifest";

const labels = { from: "manifest.yaml", to: "tenant sandbox (https://acme-sb.example)" };

const ada = { email: "ada@example.com", alias: "ada.lovelace" };
const differences: Difference[] = [
  {
    change: "added",
    source: "contractors",
    to: {
      key: "contractors",
      name: "Contractors",
      description: "External",
      owner: ada,
      schemaAttributes: [{ technicalName: "site", label: "Site" }],
    },
  },
  {
    change: "removed",
    source: "guests",
    from: { key: "guests", name: "Guests", description: "", owner: ada },
  },
  { change: "changed", source: "visitors", property: "owner", from: ada, to: { alias: "grace" } },
  {
    change: "changed",
    source: "visitors",
    property: "approvers",
    from: [ada, { governanceGroup: "Plant desk" }, { id: "1f", unresolved: true }],
  },
  {
    change: "removed",
    source: "visitors",
    attribute: "badge",
    from: { technicalName: "badge", label: "Badge" },
  },
  { change: "changed", source: "visitors", attribute: "site", property: "required", to: true },
  {
    change: "changed",
    source: "visitors",
    attribute: "site",
    property: "label",
    from: "Site",
    to: "Plant",
  },
];

/** A difference whose only odd part is one text. */
const withText = (odd: string): Difference[] => [
  { change: "changed", source: "a", property: "name", from: odd, to: "b" },
];

describe("a report as a table", () => {
  it("has a row for each difference", () => {
    expect(reportOf("table", labels, differences)).toBe(
      `┌───┬─────────────┬───────────┬───────────┬────────────────────────────────────────────────┬───────────────────────────┐
│   │ source      │ attribute │ property  │ from                                           │ to                        │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ + │ contractors │           │           │                                                │ Contractors (1 attribute) │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ - │ guests      │           │           │ Guests (0 attributes)                          │                           │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ ~ │ visitors    │           │ owner     │ ada@example.com (ada.lovelace)                 │ grace                     │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ ~ │ visitors    │           │ approvers │ ada@example.com (ada.lovelace), Plant desk, 1f │                           │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ - │ visitors    │ badge     │           │ Badge                                          │                           │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ ~ │ visitors    │ site      │ required  │                                                │ true                      │
├───┼─────────────┼───────────┼───────────┼────────────────────────────────────────────────┼───────────────────────────┤
│ ~ │ visitors    │ site      │ label     │ Site                                           │ Plant                     │
└───┴─────────────┴───────────┴───────────┴────────────────────────────────────────────────┴───────────────────────────┘
`,
    );
  });

  it("is empty where nothing differs", () => {
    expect(reportOf("table", labels, [])).toBe("");
  });

  it("shows line breaks, controls and turned letters as escapes", () => {
    const table = reportOf("table", labels, withText("a\nb\r\tc\u001b[31md\u009be\u202ef\u0000"));
    expect(table).toContain("│ a\\nb\\r\\tc\\u001b[31md\\u009be\\u202ef\\u0000 │ b  │");
  });

  it("keeps its five lines and sends nothing that a terminal obeys, whatever the text", () => {
    fc.assert(
      fc.property(text, (odd) => {
        const lines = reportOf("table", labels, withText(odd)).split("\n");
        expect(lines).toHaveLength(6);
        expect(lines.join("")).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        expect(lines[3]?.startsWith("│ ~ │ a      │           │ name     │ ")).toBe(true);
      }),
      propertySettings(200),
    );
  });
});

describe("a report as Markdown", () => {
  it("has a title and a row for each difference", () => {
    expect(reportOf("markdown", labels, differences.slice(2, 6))).toBe(
      `4 differences from \`manifest.yaml\` to \`tenant sandbox (https://acme-sb.example)\`

|   | source     | attribute | property    | from                                             | to      |
| - | ---------- | --------- | ----------- | ------------------------------------------------ | ------- |
| ~ | \`visitors\` |           | \`owner\`     | \`ada@example.com (ada.lovelace)\`                 | \`grace\` |
| ~ | \`visitors\` |           | \`approvers\` | \`ada@example.com (ada.lovelace), Plant desk, 1f\` |         |
| - | \`visitors\` | \`badge\`   |             | \`Badge\`                                          |         |
| ~ | \`visitors\` | \`site\`    | \`required\`  |                                                  | \`true\`  |
`,
    );
  });

  it("says so where nothing differs", () => {
    expect(reportOf("markdown", labels, [])).toBe(
      "`manifest.yaml` and `tenant sandbox (https://acme-sb.example)` are equal.\n",
    );
  });

  it.each([
    ["a | b", "`a \\| b`"],
    ["|", "`\\|`"],
    ["a\\|b", "<code>a&#92;&#124;b</code>"],
    ["a\\", "`a\\`"],
    ["`a`", "`` `a` ``"],
    ["a``b`c", "```a``b`c```"],
    [" a ", "`  a  `"],
    [" a", "` a`"],
    ["@ada #1 <b> [x](y) *z* https://a.example", "`@ada #1 <b> [x](y) *z* https://a.example`"],
    ["a\nb\u001b", "`a\\nb\\u001b`"],
  ])("shows %j as code", (odd, expected) => {
    const row = reportOf("markdown", labels, withText(odd)).trimEnd().split("\n").at(-1);
    expect(row?.replace(/ +\|/g, " |")).toBe(
      `| ~ | \`a\` | | \`name\` | ${expected} | \`b\` |`.replace(/ +\|/g, " |"),
    );
  });

  it("has six cells in each row, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: fc.constantFrom(..."|\\` a@") })), (odd) => {
        const lines = reportOf("markdown", labels, withText(odd)).trimEnd().split("\n");
        expect(lines).toHaveLength(5);
        for (const line of lines.slice(2)) expect(line.match(/(?<!\\)\|/g)).toHaveLength(7);
        // No bar follows two backslashes, whose meaning is not the same everywhere.
        expect(lines[4]).not.toMatch(/\\\\\|/);
      }),
      propertySettings(300),
    );
  });
});

describe("a report as JSON", () => {
  it("has version, both sides, whether they are equal, and the differences as they are", () => {
    const report = reportOf("json", labels, differences);
    expect(report).toMatch(/^\{\n {2}"version": 1,\n[\s\S]*\n\}\n$/);
    expect(JSON.parse(report)).toStrictEqual({ version: 1, ...labels, equal: false, differences });
    expect(JSON.parse(reportOf("json", labels, []))).toStrictEqual({
      version: 1,
      ...labels,
      equal: true,
      differences: [],
    });
  });

  it("keeps every text as it is, and sends nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(text, (odd) => {
        const report = reportOf("json", labels, withText(odd));
        expect(JSON.parse(report)).toMatchObject({ differences: withText(odd) });
        expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
      propertySettings(200),
    );
  });
});
