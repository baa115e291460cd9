/** A tenant that cannot be read as a whole: exit 1, one message, and no file, or the old one as it was. */
import { exportCommand } from "../../cli/export";
import { DEFAULT_IDENTITIES, type FaultRule } from "../../simulator";
import { type JudgedSimulator, startSimulator, useSimulator } from "../simulator-under-judge";
import { type HostOptions, runCommand, useFolder, variablesOf } from "./command-under-test";

const { ada } = DEFAULT_IDENTITIES;
const seed = {
  sources: ["Contractors", "Visitors"].map((name) => ({ name, description: name, owner: ada.id })),
};
const old =
  "version: 1\nsources:\n  - { key: plant, name: Contractors, description: Old, owner: { alias: a } }\n";

const simulator = useSimulator({ seed, limits: { requests: 100_000 } });
const folder = useFolder();

/** Exports to a new file and onto an old one. Neither may be written; gives the messages of both. */
async function expectNothingWritten(tenant: JudgedSimulator, options: HostOptions = {}) {
  folder.write("old.yaml", old);
  const runs = [];
  for (const args of [["--out", folder.path("new.yaml")], ["--out", folder.path("old.yaml")], []]) {
    const { out, err, code } = await runCommand(exportCommand, args, variablesOf(tenant), options);
    expect([out, code]).toEqual(["", 1]);
    expect(err.join("\n")).not.toContain(tenant.clientSecret);
    expect(err.filter((line) => line.startsWith("error: "))).toEqual(err.slice(-1));
    runs.push(err);
  }
  expect(folder.list()).toEqual(["old.yaml"]);
  expect(folder.read("old.yaml")).toBe(old);
  return runs.map((lines) => lines.at(-1) ?? "");
}

function fail(rule: FaultRule): void {
  simulator.faults.add({ method: "GET", times: "always", ...rule });
}

describe("the command export, of a tenant that fails", () => {
  it.each([
    [401, /^error: list .*: 401 .* - /],
    [403, /^error: list .*: 403 .*\(tracking id \w+\) - /],
  ])("writes nothing where a list answers %i", async (status, message) => {
    fail({ template: "/sources", status });
    for (const line of await expectNothingWritten(simulator)) expect(line).toMatch(message);
  });

  it("writes nothing where the list of one source alone is refused", async () => {
    fail({ template: "/non-employee-sources/{sourceId}/schema-attributes", skip: 1, status: 403 });
    await expectNothingWritten(simulator);
  });

  it("writes nothing where a list is shorter than the tenant says", async () => {
    fail({
      template: "/non-employee-sources",
      status: 200,
      body: [],
      headers: { "X-Total-Count": "2" },
    });
    const [line] = await expectNothingWritten(simulator);
    expect(line).toMatch(/^error: list non-employee sources/);
  });

  it("writes nothing where a list is no list", async () => {
    fail({ template: "/public-identities", status: 200, body: { people: [] } });
    await expectNothingWritten(simulator);
  });

  it("writes nothing where the tenant has no sources at all, and says so", async () => {
    for (const { sourceId } of simulator.store.sources()) simulator.store.deleteSource(sourceId);
    for (const line of await expectNothingWritten(simulator)) {
      expect(line).toBe(
        `error: tenant ${simulator.url} has no non-employee sources: nothing was written. Check that this is the right tenant`,
      );
    }
  });

  it("writes nothing where the secret is wrong, and does not tell it", async () => {
    const wrong = { ...variablesOf(simulator), SAIL_CLIENT_SECRET: "not-the-secret" };
    const file = folder.path("new.yaml");
    const { out, err, code } = await runCommand(exportCommand, ["--out", file], wrong);
    expect([out, code, folder.list()]).toEqual(["", 1, []]);
    expect(err.join("\n")).toMatch(/^error: .*40[01]/);
    expect(err.join("\n")).not.toContain("not-the-secret");
    simulator.reset();
  });

  it("writes nothing where nobody answers for long, where answers are cut off, and where they are errors", async () => {
    const faults: FaultRule[] = [{ truncate: true }, { truncate: "whole" }, { status: 500 }];
    const tenants = await Promise.all(
      faults.map(async (rule) => {
        const tenant = await startSimulator({ seed, isCounted: false });
        tenant.faults.add({ method: "GET", template: "/sources", times: "always", ...rule });
        return tenant;
      }),
    );
    const gone = await startSimulator({ seed });
    await gone.stop();
    const file = folder.path("new.yaml");
    const runs = await Promise.all(
      [...tenants, gone].map((tenant) =>
        runCommand(exportCommand, ["--out", file], variablesOf(tenant)),
      ),
    );
    expect(runs.map(({ out, code }) => [out, code])).toEqual(Array(4).fill(["", 1]));
    expect(folder.list()).toEqual([]);
    const last = runs.map(({ err }) => err.at(-1));
    expect(last).toEqual([
      expect.stringMatching(/^error: list ISC sources: /),
      expect.stringMatching(/^error: list ISC sources: /),
      expect.stringMatching(
        /^error: list ISC sources: 500 .* after 5 attempts .* - try again later/,
      ),
      expect.stringMatching(/^error: .*ECONNREFUSED/),
    ]);
    // Who waits is told for what.
    expect(runs[2]?.err[0]).toMatch(
      /^list ISC sources: the API answered 500, waiting [\d.]+ s before attempt 2$/,
    );
    await Promise.all(tenants.map((tenant) => tenant.close()));
  });

  it("ends at once when the user asks for it, before the first request and in the middle", async () => {
    const [line] = await expectNothingWritten(simulator, { signal: AbortSignal.abort() });
    expect(line).toMatch(/^error: .*(aborted|interrupted|given up)/i);
    expect(simulator.requests).toEqual([]);

    simulator.faults.add({ template: "/sources", times: "always", delayMs: 60_000 });
    const controller = new AbortController();
    const file = folder.path("new.yaml");
    const { signal } = controller;
    const work = runCommand(exportCommand, ["--out", file], variablesOf(simulator), { signal });
    while (!simulator.requests.some(({ template }) => template === "/sources")) {
      await new Promise(setImmediate);
    }
    controller.abort(new Error("interrupted"));
    const { out, err, code } = await work;
    expect([out, code, folder.list()]).toEqual(["", 1, ["old.yaml"]]);
    expect(err).toEqual([expect.stringMatching(/^error: /)]);
  });
});
