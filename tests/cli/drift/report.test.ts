/** The three forms of a drift report, whatever a tenant's texts hold. */
import type { DriftDifference } from "../../../cli/drift/judge";
import { type DriftReport, driftReportOf, statusOf, titleOf } from "../../../cli/drift/report";

const owner: DriftDifference = {
  change: "changed",
  severity: "functional",
  type: "NonEmployeeSource",
  resource: "contractors",
  id: "1a",
  path: "owner",
  declared: { email: "ada@example.com", id: "1a" },
  found: { email: "grace@example.com", alias: "grace", id: "2b" },
};
const label: DriftDifference = {
  change: "changed",
  severity: "cosmetic",
  type: "SchemaAttribute",
  resource: "costCenter",
  id: "1a/2b",
  path: "label",
  found: "a | b\n# [x](http://evil) @everyone `c`",
};
const gone: DriftDifference = {
  change: "deleted",
  severity: "data-destroying",
  type: "SchemaAttribute",
  resource: "badge",
  id: "1a/3c",
};
const extra: DriftDifference = {
  change: "unmanaged",
  severity: "functional",
  type: "NonEmployeeSource",
  resource: "By hand",
  id: "4d",
};
const unseen: DriftDifference = {
  ...owner,
  path: undefined,
  declared: undefined,
  found: undefined,
};

const report = (part: Partial<DriftReport> = {}): DriftReport => ({
  stack: "production",
  includesUnmanaged: false,
  resources: 12,
  differences: [],
  ignored: [],
  problems: [],
  ...part,
});
const all = report({ differences: [gone, owner, extra, label], ignored: [label] });

describe("a drift report", () => {
  it("is Markdown in which nothing of a tenant is taken for a link, a mention or a cell", () => {
    expect(driftReportOf("markdown", all)).toBe(
      [
        "### `production`: 4 differences (1 data-destroying, 2 functional, 1 cosmetic), 1 ignored in 12 resources",
        "",
        "| severity | resource | property | declared | found |",
        "| - | - | - | - | - |",
        "| data-destroying | `badge` | | `attribute 1a/3c` | deleted |",
        "| functional | `contractors` | `owner` | `ada@example.com (1a)` | `grace@example.com (grace, 2b)` |",
        "| functional | `By hand` | | not declared | `source 4d` |",
        "| cosmetic | `costCenter` | `label` | | `` a \\| b\\n# [x](http://evil) @everyone `c` `` |",
        "",
        "`pulumi up --refresh` brings the tenant back to what is declared. To keep what was found, declare it.",
        "",
        "Ignored, since it was under `ignoreChanges` at the last `pulumi up`: 1",
        "",
        "| severity | resource | property | declared | found |",
        "| - | - | - | - | - |",
        "| cosmetic | `costCenter` | `label` | | `` a \\| b\\n# [x](http://evil) @everyone `c` `` |",
        "",
      ].join("\n"),
    );
  });

  it("is Markdown that fits into a comment, however much there is", () => {
    const long = Array.from({ length: 5_000 }, (_, number) => ({
      ...label,
      resource: `r${number}`,
      found: "|".repeat(5_000),
    }));
    const text = driftReportOf("markdown", report({ differences: long, ignored: long }));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/\n\.\.\. and \d+ more, which the JSON has\n/);
    const problems = Array.from(
      { length: 5_000 },
      (_, number) => `problem ${number} ${"x".repeat(2_000)}`,
    );
    const reordered = problems.map(() => "\u202e".repeat(2_000));
    const most = report({ stack: "\u202e".repeat(9_000), differences: long, ignored: long });
    for (const reasons of [problems, reordered]) {
      const text = driftReportOf("markdown", { ...most, problems: reasons });
      expect(text.length).toBeLessThan(65_536);
      expect(text).toContain("and 4992 reasons more");
    }
  });

  it("shows of long values the part that differs", () => {
    const [before, after] = ["a", "b"].map((sign) => `${"x".repeat(1_000)}${sign}`);
    const text = driftReportOf(
      "markdown",
      report({ differences: [{ ...label, declared: before, found: after }] }),
    );
    expect(text).toMatch(/`\.\.\.x{50}a` \| `\.\.\.x{50}b` \|/);
  });

  it("says why nothing could be told, and that nothing is different", () => {
    expect(driftReportOf("markdown", report())).toBe(
      "### `production`: no drift in 12 resources\n",
    );
    const unknown = report({ problems: ["403 <b>"], differences: [owner], ignored: [label] });
    expect(driftReportOf("markdown", unknown)).toMatch(
      /^### It could not be told whether `production` has drifted; so far 1 difference \(1 functional\), 1 ignored\n\n- could not tell: `403 <b>`\n\n\| severity/,
    );
    expect(titleOf(report({ problems: ["403"] }), "stack x")).toBe(
      "It could not be told whether stack x has drifted",
    );
  });

  it("is a table, and nothing where there is nothing to show", () => {
    const text = driftReportOf("table", all);
    expect(text).toMatch(/data-destroying .* badge .* deleted/);
    expect(text).toMatch(/ignored .*\n.*\n.* cosmetic .* costCenter/);
    expect(driftReportOf("table", report({ differences: [unseen] }))).toContain("not shown");
    expect(driftReportOf("table", report())).toBe("");
  });

  it("is JSON with all there is, as one status", () => {
    expect(JSON.parse(driftReportOf("json", all))).toEqual({
      version: 1,
      stack: "production",
      status: "drift",
      resources: 12,
      includesUnmanaged: false,
      differences: [gone, owner, extra, label],
      ignored: [label],
      problems: [],
    });
    expect(statusOf(report())).toBe("none");
    expect(statusOf(report({ ignored: [label] }))).toBe("none");
    expect(statusOf(report({ problems: ["403"] }))).toBe("unknown");
  });
});
