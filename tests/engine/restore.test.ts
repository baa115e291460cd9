/** Everything is lost and comes back: backup, destroy with forceDestroy, up and restore, with 20,000 records in three sources. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { DEFAULT_IDENTITIES } from "../../simulator";
import { expectCommand, runCommand } from "./command";
import { declareAttribute, declareSource, useScenario } from "./scenario";
import { projectRoot } from "./shared";
import { until } from "./until";

const { ada, grace } = DEFAULT_IDENTITIES;

/** How many records each source has: 20,000 in all. */
const sizes = { contractors: 12_000, partners: 6_500, visitors: 1_500 };
type Key = keyof typeof sizes;
const keys: Key[] = ["contractors", "partners", "visitors"];
const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);

const nameOf = (key: Key) => `The ${key}`;
const program = keys
  .map(
    (key) =>
      declareSource(key, {
        ...{ name: nameOf(key), description: `All ${key}`, owner: { id: ada.id } },
        forceDestroy: true,
      }) +
      declareAttribute(`${key}Site`, key, { technicalName: "site", label: "Site" }) +
      declareAttribute(`${key}Note`, key, { technicalName: "note", label: "Any note" }),
  )
  .join("");

/** Values that a CSV file could lose. */
const sites = ["Köln", 'the "old" mill', "a, b", " padded ", "two\r\nlines", "=1+1", "", "0815"];

/** A person; every second one has no note. */
function person(key: Key, number: number) {
  const site = sites[number % sites.length] ?? "";
  const day = String(1 + (number % 28)).padStart(2, "0");
  return {
    accountName: `${key}.${number}`,
    firstName: `Ada${number % 7 === 0 ? "\u00e8\u{1f600}" : ""}`,
    lastName: number % 5 === 0 ? `O'Neill, "Jr" ${number}` : `Rhodes ${number}`,
    email: `${key}.${number}@example.org`,
    phone: `+49 (0)${number}`,
    manager: number % 2 === 0 ? ada.alias : grace.alias,
    startDate: `2026-03-${day}T00:00:00-05:00`,
    endDate: `2027-03-${day}T08:30:00.12Z`,
    data: {
      ...(site !== "" && { site }),
      ...(number % 2 === 0 && { note: `note ${number}\n"${key}"` }),
    },
  };
}

const resultSchema = z.array(
  z.looseObject({
    key: z.string(),
    restored: z.number(),
    unchanged: z.number(),
    result: z.string(),
  }),
);

describe("a tenant whose sources are destroyed with all their records", () => {
  const scenario = useScenario({
    tenant: { limits: { requests: 1_000_000_000 }, maxLoggedBody: 10_000_000 },
    stack: { environment: { SAIL_MAX_REQUESTS_PER_10_SECONDS: "100000" } },
  });
  const store = () => scenario.simulator.store;
  const dir = () => join(scenario.stack.folder, "backup");
  const options = () => ({
    tenants: { "": scenario.simulator },
    environment: { SAIL_MAX_REQUESTS_PER_10_SECONDS: "100000" },
  });
  const sourceIdOf = (key: Key) => store().sourceByName(nameOf(key))?.sourceId ?? "";

  /** Each source's records by account name, without the ids and instants that the tenant gives. */
  function people(): Record<string, Map<string, object>> {
    return Object.fromEntries(
      keys.map((key) => {
        const records = store().recordsOf(sourceIdOf(key));
        const fields = records.map((record): [string, object] => {
          const { id: _, sourceId: __, created: ___, modified: ____, ...rest } = record;
          return [rest.accountName, rest];
        });
        const byName = new Map(fields);
        expect(byName.size).toBe(records.length);
        return [key, byName];
      }),
    );
  }
  let before: ReturnType<typeof people> = {};

  it("has 20,000 records, which are backed up", async () => {
    scenario.stack.program(program);
    await scenario.stack.expectUp();
    for (const key of keys) {
      for (let number = 0; number < sizes[key]; number += 1) {
        store().addRecord(sourceIdOf(key), person(key, number));
      }
    }
    before = people();
    expect(store().records()).toHaveLength(total);
    await expectCommand(["backup", "--out", dir()], options());
  });

  it("has nothing left after a destroy, and empty sources after an up", async () => {
    await scenario.stack.expectDestroy({ environment: { SAIL_BACKUP_DIR: "none" } });
    expect(store().records()).toEqual([]);
    expect(store().sources()).toEqual([]);
    await scenario.stack.expectUp();
    expect(store().sources()).toHaveLength(3);
    expect(store().records()).toEqual([]);
  });

  it("asks for a yes where nobody can give it, and writes nothing", async () => {
    const { code, stderr } = await runCommand(["restore", dir()], options());
    expect(code).toBe(1);
    expect(stderr).toContain("Give --yes");
    expect(stderr).toContain(
      'create 20000 records in "The contractors", "The partners" and "The visitors"',
    );
    expect(store().records()).toEqual([]);
  });

  it("keeps what is there of a restore that is interrupted, which says how far it is", async () => {
    const { url, clientId, clientSecret } = scenario.simulator;
    const command = join(projectRoot, "dist", "cli", "index.js");
    const child = spawn(process.execPath, [command, "restore", dir(), "--yes", "--format", "csv"], {
      env: {
        ...{ PATH: process.env.PATH, HOME: "/nonexistent", ...options().environment },
        ...{ SAIL_BASE_URL: url, SAIL_CLIENT_ID: clientId, SAIL_CLIENT_SECRET: clientSecret },
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, err]: string[][] = [[], []];
    child.stdout.on("data", (chunk) => out?.push(String(chunk)));
    child.stderr.on("data", (chunk) => err?.push(String(chunk)));
    const ended = new Promise((resolve) => child.on("close", resolve));
    await until(
      "the first records",
      () => store().recordsOf(sourceIdOf("contractors")).length >= 3_000,
    );
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(out?.join("")).toMatch(/^the-contractors,.*,interrupted$/m);
    expect(out?.join("")).toMatch(/^the-visitors,.*,not begun$/m);
    expect(err?.join("")).toMatch(
      /\d{4} of 12000 rows for source "The contractors" were written\. Run the command again/,
    );
    expect(err?.join("")).not.toContain("nothing was written");
    expect(store().records().length).toBeLessThan(total);
  });

  it("has the same records again after a restore, field by field, and no drift", async () => {
    const there = store().records().length;
    const { stdout, stderr } = await expectCommand(
      ["restore", dir(), "--yes", "--format", "json"],
      options(),
    );
    const result = resultSchema.parse(JSON.parse(stdout));
    expect(result.map(({ key, result: one }) => `${key} ${one}`)).toEqual([
      "the-contractors complete",
      "the-partners complete",
      "the-visitors complete",
    ]);
    expect(result.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(there);
    expect(stderr).toBe(
      `${total - there} records of 3 sources written to tenant ${scenario.simulator.url}\n`,
    );
    const after = people();
    for (const key of keys) {
      expect(after[key]?.size).toBe(sizes[key]);
      for (const [accountName, fields] of before[key] ?? []) {
        expect(after[key]?.get(accountName)).toEqual(fields);
      }
    }
    await scenario.stack.expectNoDrift();
  });

  it("is sent nothing by a restore that is made once more", async () => {
    const seen = scenario.simulator.requests.length;
    const { stdout } = await expectCommand(["restore", dir(), "--format", "csv"], options());
    expect(stdout).toContain("the-visitors,The visitors,1500,0,0,1500,0,0,0,complete");
    const writes = scenario.simulator.requests
      .slice(seen)
      .filter(({ method, path }) => method !== "GET" && path !== "/oauth/token");
    expect(writes).toEqual([]);
  });
});
