/**
 * A tenant as large as the API allows is cloned by the commands that a user types, below the API's rate limit. What each step
 * costs is printed.
 */
import type { Manifest, ManifestMemberRef } from "../../provider/manifest/manifest";
import { readManifestText, readManifestValue } from "../../provider/manifest/read-manifest";
import type { LoggedRequest } from "../../simulator";
import { type JudgedSimulator, startSimulator } from "../simulator-under-judge";
import { expectCommand } from "./command";
import { expectNone } from "./drift-check";
import { maps, peopleOfSources, seedOf, size, translated } from "./scale";
import { path, timesOf, useScenario } from "./scenario";

const [PEOPLE, GROUPS, TOKEN] = ["GET /public-identities", "GET /workgroups", "POST /oauth/token"];
const SOURCES = `GET ${path.sources}`;
const { sources } = size;
const attributes = sources * size.attributes;

/** All that is read of the sources of a tenant. */
const lists = { [SOURCES]: 1, "GET /sources": 1, [`GET ${path.attributes}`]: sources };
/** The program asks for e-mail and alias of everybody at once, 20 questions in a request; all groups fit into one. */
const programLookUps = { people: (2 * size.people) / 20, groups: 1, times: 1 };
/**
 * The engine checks one source after the other, in an order of its own: each asks for those of its people whom none before
 * has asked for, which can be all of them. One with more than ten people may need two requests.
 */
const newLookUps = {
  people:
    programLookUps.people +
    peopleOfSources.reduce((sum, people) => sum + Math.ceil((2 * people) / 20), 0),
  groups: programLookUps.groups + sources,
  // Once by the program, once by the provider.
  times: 2,
};

/** Requests for people and for groups, and how often the same e-mail, alias, id or name was asked for at most. */
type LookUps = Record<"people" | "groups" | "times", number>;

function expectAtMost(lookUps: LookUps, most: LookUps): void {
  for (const kind of ["people", "groups", "times"] as const) {
    expect(lookUps[kind]).toBeLessThanOrEqual(most[kind]);
  }
}

/** How often the requests ask for the same value of a list at most. */
function mostAsked(requests: readonly Pick<LoggedRequest, "template" | "query">[]): number {
  const asked = requests.flatMap(({ template, query }) =>
    (String(query.filters ?? "").match(/"[^"]*"/g) ?? []).map((value) => `${template} ${value}`),
  );
  return Math.max(0, ...Object.values(timesOf(asked)));
}

/** Below the rate limit, 600 writes and look-ups take more than a minute. */
const timeoutMs = 500_000;

/** A manifest with its sets in an order that their content decides alone. */
function inOrder({ sources, ...rest }: Manifest): Manifest {
  const text = (ref: ManifestMemberRef) => JSON.stringify(Object.entries(ref).sort());
  return {
    ...rest,
    sources: sources.map((source) => ({
      ...source,
      ...(source.accountManagers && {
        accountManagers: source.accountManagers.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)),
      }),
    })),
  };
}

const read = (text: string) => readManifestText(text, "the export");

describe(`a clone of ${size.sources} x ${size.attributes}`, () => {
  const scenario = useScenario({ tenant: { seed: seedOf("to") } });
  let from: JudgedSimulator;
  let manifest = "";
  beforeAll(async () => {
    from = await startSimulator({ seed: seedOf("from") });
  });
  afterAll(() => from.stop());

  /** Does a step, prints what it cost, and tells how often each request was made. */
  async function cost<Run>(step: string, { requests }: JudgedSimulator, work: () => Promise<Run>) {
    const [start, before] = [Date.now(), requests.length];
    const run = await work();
    const seconds = Math.round((Date.now() - start) / 1000);
    const made = requests.slice(before);
    const answered = made.filter(({ status }) => status !== 429);
    const refused = made.length - answered.length;
    const counts = timesOf(answered.map(({ method, template = "" }) => `${method} ${template}`));
    const detail = Object.entries(counts).map(([call, number]) => `${number} ${call}`);
    process.stdout.write(
      `clone of ${size.sources} x ${size.attributes}: ${step}: ${made.length} requests, ${refused} of them refused with 429, ${seconds} s (${detail.sort().join(", ")})\n`,
    );
    const { [PEOPLE]: people = 0, [GROUPS]: groups = 0, ...rest } = counts;
    const times = mostAsked(answered);
    return { run, refused, lookUps: { people, groups, times }, rest };
  }

  it("begins with an export: one list of attributes for each source, and at most two look-ups of each kind", async () => {
    const { run, refused, lookUps, rest } = await cost("export", from, () =>
      expectCommand(["export", "--tenant", "from"], { tenants: { from } }),
    );
    manifest = run.stdout;
    expect(read(manifest).sources).toHaveLength(sources);
    expect(rest).toEqual({ [TOKEN]: 1, ...lists });
    expectAtMost(lookUps, { people: 2 * sources, groups: 2 * sources, times: 1 });
    expect(refused).toBe(0);
  }, 600_000);

  it("is previewed without a write: all look-ups of the program, and one of each kind for each source", async () => {
    const { stack, simulator } = scenario;
    stack.write("manifest.yaml", manifest);
    const args = JSON.stringify({ manifest: "manifest.yaml", ...maps });
    stack.program(`new NonEmployeeTenant("plants", ${args});\n`);
    const { run, refused, lookUps, rest } = await cost("preview", simulator, () =>
      stack.expectPreview({ timeoutMs }),
    );
    expect(run.summary).toEqual({ create: sources + attributes + 2 });
    expect(rest).toEqual({ [TOKEN]: 2, [SOURCES]: 1 });
    expectAtMost(lookUps, newLookUps);
    expect(refused).toBe(0);
  }, 600_000);

  it("comes up with one write for each source and attribute, and the look-ups of the preview", async () => {
    const { stack, simulator } = scenario;
    const { refused, lookUps, rest } = await cost("up", simulator, () =>
      stack.expectUp({ timeoutMs }),
    );
    expect(rest).toEqual({
      [TOKEN]: 2,
      [SOURCES]: 1,
      // Whether the tenant takes a group with a new source: seen at the first one.
      [`GET ${path.genericSource}`]: 1,
      [`POST ${path.sources}`]: sources,
      [`POST ${path.attributes}`]: attributes,
    });
    expectAtMost(lookUps, newLookUps);
    // The program and the provider are two processes, each with a ceiling of its own: at the change from one to the other
    // those under way can be refused once, and are repeated.
    expect(refused).toBeLessThanOrEqual(20);
    expect(simulator.store.sources()).toHaveLength(sources);
  }, 600_000);

  it("is exported as what the first tenant is, with its own people and groups", async () => {
    const { simulator } = scenario;
    const { run } = await cost("export of the clone", simulator, () =>
      expectCommand(["export"], { tenants: { "": simulator } }),
    );
    const expected = readManifestValue(translated(read(manifest)));
    expect(inOrder(read(run.stdout))).toEqual(inOrder(expected));
  }, 600_000);

  it("has nothing to do in a second preview, which costs only the look-ups of the program", async () => {
    const { stack, simulator } = scenario;
    const args = ["--expect-no-changes"];
    const { refused, lookUps, rest } = await cost("second preview", simulator, () =>
      stack.expectPreview({ args, timeoutMs }),
    );
    expect({ refused, lookUps, rest }).toEqual({
      refused: 0,
      lookUps: programLookUps,
      rest: { [TOKEN]: 1 },
    });
  }, 600_000);

  it("has no drift, told by one list of attributes for each source and the look-ups of the program", async () => {
    const { refused, lookUps, rest } = await cost("drift", scenario.simulator, () =>
      expectNone(scenario),
    );
    expect({ refused, lookUps, rest }).toEqual({
      refused: 0,
      lookUps: programLookUps,
      rest: { [TOKEN]: 2, ...lists },
    });
  }, 600_000);
});
