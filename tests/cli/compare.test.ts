/** `compare`: two files, a file and a tenant, two tenants; and that it never says equal by accident. */
import { compareCommand } from "../../cli/compare";
import { exportCommand } from "../../cli/export";
import { slugOf } from "../../provider/manifest/key";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { useSimulator } from "../simulator-under-judge";
import {
  callsOf,
  type HostOptions,
  runCommand,
  useFolder,
  variablesOf,
} from "./command-under-test";

const { ada, grace } = DEFAULT_IDENTITIES;
const source = (name: string, more = {}) => ({
  name,
  description: "Staff",
  owner: ada.id,
  ...more,
});
const seed = {
  sources: [
    source("Contractors", { attributes: [{ technicalName: "site", label: "Site" }] }),
    source("Visitors"),
  ],
};
const limits = { requests: 100_000 };
const sandbox = useSimulator({ seed, limits });
const production = useSimulator({ seed, limits });
const folder = useFolder();

const environment = () => ({
  ...variablesOf(sandbox, "SANDBOX"),
  ...variablesOf(production, "PRODUCTION"),
});
const run = (args: readonly string[], options?: HostOptions) =>
  runCommand(compareCommand, args, environment(), options);
const compare = (from: string, to: string, ...more: string[]) =>
  run(["--from", from, "--to", to, ...more]);

/** Changes, each as `+ source`, `~ source.attribute.property`. */
async function changesOf(from: string, to: string): Promise<string[]> {
  const { out, code } = await compare(from, to, "--format", "json");
  const report: { equal: boolean; differences: Record<string, string>[] } = JSON.parse(out);
  expect([report.equal, code]).toEqual(report.differences.length === 0 ? [true, 0] : [false, 2]);
  return report.differences.map((one) =>
    [one.change, [one.source, one.attribute, one.property].filter(Boolean).join(".")].join(" "),
  );
}

const manifestOf = (...sources: string[]) =>
  `version: 1\nsources:\n${sources.map((text) => `  - { ${text} }\n`).join("")}`;
const staff = "description: Staff, owner: { email: ada.lovelace@example.com }";

describe("the command compare, of two files", () => {
  it("ends with 0 where they say the same, in whatever form and order", async () => {
    const a = folder.write("a.yaml", manifestOf(`name: A, ${staff}`, `name: B, ${staff}`));
    const b = folder.write(
      "b.json",
      JSON.stringify({
        version: 1,
        sources: ["B", "A"].map((name) => ({
          key: name.toLowerCase(),
          name,
          description: "Staff",
          owner: { email: "ADA.lovelace@example.com" },
        })),
      }),
    );
    expect(await compare(a, b)).toEqual({ out: "", err: [`${a} and ${b} are equal`], code: 0 });
  });

  it("ends with 2 where they differ, with the report on standard output alone", async () => {
    const a = folder.write("a.yaml", manifestOf(`key: k, name: A, ${staff}`));
    const b = folder.write("b.yaml", manifestOf(`key: k, name: B, ${staff}`));
    expect(await compare(a, b)).toEqual({
      out: `┌───┬────────┬───────────┬──────────┬──────┬────┐
│   │ source │ attribute │ property │ from │ to │
├───┼────────┼───────────┼──────────┼──────┼────┤
│ ~ │ k      │           │ name     │ A    │ B  │
└───┴────────┴───────────┴──────────┴──────┴────┘
`,
      err: [`1 difference between ${a} and ${b}`],
      code: 2,
    });
    expect((await compare(a, b, "--format", "json")).out).toBe(
      `${JSON.stringify(
        {
          version: 1,
          from: a,
          to: b,
          equal: false,
          differences: [{ change: "changed", source: "k", property: "name", from: "A", to: "B" }],
        },
        undefined,
        2,
      )}\n`,
    );
    expect((await compare(a, b, "--format", "markdown")).out).toContain(
      `1 difference from \`${a}\` to \`${b}\`\n\n|   |`,
    );
  });

  it("takes keys as they are written: another key is another source", async () => {
    const a = folder.write("a.yaml", manifestOf(`key: one, name: A, ${staff}`));
    const b = folder.write("b.yaml", manifestOf(`key: two, name: A, ${staff}`));
    expect(await changesOf(a, b)).toEqual(["removed one", "added two"]);
  });

  it.each([
    [
      "version: 1\nsources: []\n",
      /^error: the manifest .*a\.yaml has no sources: there is nothing to compare$/,
    ],
    ["", /^error: the manifest .*a\.yaml cannot be used: it is empty/],
    ["version: 2\nsources: []\n", /^error: the manifest .*a\.yaml cannot be used/],
    [undefined, /^error: the manifest .*a\.yaml cannot be used: there is no such file/],
  ])("ends with 1 where one of them cannot be used: %j", async (text, message) => {
    const a = folder.path("a.yaml");
    if (text !== undefined) folder.write("a.yaml", text);
    const b = folder.write("b.yaml", manifestOf(`name: A, ${staff}`));
    for (const [from, to] of [
      [a, b],
      [b, a],
      [a, a],
    ] as const) {
      const { out, err, code } = await compare(from, to);
      expect([out, code]).toEqual(["", 1]);
      expect(err.join("\n")).toMatch(message);
    }
  });
});

describe("the command compare, of a file and a tenant", () => {
  it("finds an export equal both ways, whatever keys it has, by reads alone", async () => {
    const file = folder.path("manifest.yaml");
    const args = ["--tenant", "sandbox", "--out", file];
    expect((await runCommand(exportCommand, args, environment())).code).toBe(0);
    folder.write(
      "manifest.yaml",
      folder.read("manifest.yaml").replace("key: visitors", "key: guests"),
    );
    const label = `tenant sandbox (${sandbox.url})`;
    expect(await compare(file, "sandbox")).toEqual({
      out: "",
      err: [`${file} and ${label} are equal`],
      code: 0,
    });
    expect(await compare("sandbox", file)).toEqual({
      out: "",
      err: [`${label} and ${file} are equal`],
      code: 0,
    });
    expect(callsOf(sandbox).filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("tells every change of the tenant under the key of the file", async () => {
    const file = folder.path("manifest.yaml");
    await runCommand(exportCommand, ["--tenant", "sandbox", "--out", file], environment());
    folder.write(
      "manifest.yaml",
      folder.read("manifest.yaml").replace("key: contractors", "key: plant"),
    );
    const { store } = sandbox;
    const [contractors, visitors] = store.sources();
    store.editSource(contractors?.sourceId ?? "", { owner: grace.id, description: "" });
    store.addAttribute(contractors?.sourceId ?? "", { technicalName: "badge", label: "Badge" });
    store.deleteSource(visitors?.sourceId ?? "");
    store.addSource(source("Guests"));
    expect(await changesOf(file, "sandbox")).toEqual([
      "added guests",
      "changed plant.description",
      "changed plant.owner",
      "added plant.badge",
      "removed visitors",
    ]);
  });

  it("does not mix a source of the tenant with another one's key", async () => {
    const file = folder.write(
      "manifest.yaml",
      manifestOf(`key: visitors, name: Old visitors, ${staff}`),
    );
    const [first, ...others] = await changesOf(file, "sandbox");
    expect([first, others]).toEqual([
      "added contractors",
      ["removed visitors", expect.stringMatching(/^added visitors-[0-9a-f]{6}$/)],
    ]);
  });

  it("compares by id who cannot be described, and says so", async () => {
    const nobody = "0".repeat(32);
    sandbox.store.addIdentity({ id: nobody, name: "No Body", alias: "", email: null });
    sandbox.store.addSource(source("Odd", { owner: nobody }));
    const file = folder.path("manifest.yaml");
    await runCommand(exportCommand, ["--tenant", "sandbox", "--out", file], environment());
    const { err, code } = await compare(file, "sandbox");
    expect([err, code]).toEqual([
      [
        `warning: tenant sandbox (${sandbox.url}): odd: owner: No Body (${nobody}) has neither e-mail nor alias by which the tenant finds them; compared by its id`,
        `${file} and tenant sandbox (${sandbox.url}) are equal`,
      ],
      0,
    ]);
  });
});

describe("the command compare, of two tenants", () => {
  it("finds equal tenants equal", async () => {
    expect(await changesOf("sandbox", "production")).toEqual([]);
  });

  it("tells what each of the two has alone", async () => {
    const [first] = production.store.sources();
    production.store.deleteSource(first?.sourceId ?? "");
    production.store.addSource(source("Guests"));
    expect(await changesOf("sandbox", "production")).toEqual([
      "removed contractors",
      "added guests",
    ]);
  });

  it("gives a source the same key in both where only one of them has names alike", async () => {
    sandbox.store.addSource(source("visitors"));
    const changes = await changesOf("sandbox", "production");
    expect(slugOf("visitors")).toBe("visitors");
    expect(changes).toEqual([expect.stringMatching(/^removed visitors-[0-9a-f]{6}$/)]);
  });

  it("tells all differences of a tenant that is still empty", async () => {
    for (const { sourceId } of production.store.sources()) production.store.deleteSource(sourceId);
    expect(await changesOf("sandbox", "production")).toEqual([
      "removed contractors",
      "removed visitors",
    ]);
  });

  it("ends with 1 where both are empty: that is no proof of anything", async () => {
    for (const { store } of [sandbox, production]) {
      for (const { sourceId } of store.sources()) store.deleteSource(sourceId);
    }
    expect(await compare("sandbox", "production")).toEqual({
      out: "",
      err: [
        `error: neither tenant sandbox (${sandbox.url}) nor tenant production (${production.url}) has a source: there is nothing to compare`,
      ],
      code: 1,
    });
  });

  it("ends with 1 where one of them cannot be read as a whole", async () => {
    production.faults.add({ template: "/workgroups", times: "always", status: 403 });
    production.faults.add({ template: "/sources", times: "always", status: 403 });
    for (const [from, to] of [
      ["sandbox", "production"],
      ["production", "sandbox"],
    ] as const) {
      const { out, err, code } = await compare(from, to);
      expect([out, code]).toEqual(["", 1]);
      expect(err).toEqual([expect.stringMatching(/^error: list ISC sources: 403 /)]);
    }
    const { err, code } = await compare("sandbox", "staging");
    expect([err, code]).toEqual([[expect.stringMatching(/^error: .*"staging" is not known/)], 1]);
  });

  it("ends with 1 when the user gives up", async () => {
    const args = ["--from", "sandbox", "--to", "production"];
    const { out, err, code } = await run(args, { signal: AbortSignal.abort() });
    expect([out, err.length, code]).toEqual(["", 1, 1]);
  });
});
