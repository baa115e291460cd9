/**
 * The story of the demo. Every step looks into the tenant and its request log, so an exit code alone proves nothing. The texts
 * of examples/quickstart are used as they are.
 */
import { isDeepStrictEqual } from "node:util";
import type { LoggedRequest, SourceSnapshot } from "pulumi-sailpoint-nonemployee/simulator";
import { callsWith, countCalls } from "./call.mts";
import { type Demo, type Step, StepFailure } from "./demo.mts";
import type { Run } from "./project.mts";

const up = ["up", "--yes", "--skip-preview", "--suppress-outputs"];
const upRefresh = ["up", "--refresh", ...up.slice(1)];
const gate = ["preview", "--refresh", "--expect-no-changes", "--suppress-outputs"];
const drift = ["drift", "--stack", "demo"];
const destroy = ["destroy", "--yes", "--skip-preview"];

/** Without drift: a token, the two lists of sources, and one list of attributes for each of the two sources. */
const driftReads = 4;

export const steps: readonly Step[] = [
  { title: "`pulumi up` builds the quickstart in an empty tenant", run: build },
  { title: "`pulumi up` again finds nothing to do and asks the tenant nothing", run: upAgain },
  { title: "Somebody edits the tenant by hand", run: editByHand },
  { title: "The drift check says what differs, and how bad that is", run: findDrift },
  { title: "`pulumi up --refresh` puts it right again", run: repair },
  { title: "The drift check finds nothing any more", run: findNone },
  { title: "A new name in the program keeps the source and its id", run: rename },
  { title: "A destroy is refused while the sources have people", run: refuseDestroy },
  { title: "`pulumi up` after the refusal changes nothing", run: upAfterRefusal },
  { title: "Sources that are lost come back with their people", run: loseAndRestore },
  { title: "The people have gone, and the destroy takes one call a source", run: destroyAll },
];

async function build(demo: Demo): Promise<void> {
  demo.say("The program declares 2 sources with 3 custom attributes each.");
  succeed(await demo.pulumi(...up));
  const { store } = demo.tenant;
  const attributes = ["Contractors", "Partners"].map(
    (name) => store.customAttributesOf(source(demo, name).sourceId).length,
  );
  demo.prove("the tenant holds 2 sources with 3 custom attributes each", `${attributes}` === "3,3");
  demo.prove("one POST made each of the 8 objects", hasMethods(demo.calls(), { POST: 8 }));
}

async function upAgain(demo: Demo): Promise<void> {
  const run = succeed(await demo.pulumi(...up));
  demo.prove("the engine reports no change", /9 unchanged/.test(run.output));
  demo.prove("not a single request went out, not even for a token", demo.calls().length === 0);
}

async function editByHand(demo: Demo): Promise<void> {
  const { store } = demo.tenant;
  const { other } = demo.people;
  const contractors = source(demo, "Contractors").sourceId;
  const partners = source(demo, "Partners").sourceId;
  store.editSource(contractors, { description: "Everybody from outside" });
  demo.say('- the description of Contractors is now "Everybody from outside"');
  store.editSource(partners, { owner: other.id });
  demo.say(`- ${other.name} owns Partners now`);
  store.editAttribute(attributeId(demo, partners, "sponsor"), { label: "Boss" });
  demo.say('- the attribute sponsor of Partners has the label "Boss"');
  store.deleteAttribute(attributeId(demo, partners, "contract"));
  demo.say("- the attribute contract of Partners is deleted");
}

async function findDrift(demo: Demo): Promise<void> {
  const run = await demo.command(...drift);
  for (const line of run.output.trim().split("\n")) demo.say(`  | ${line}`);
  demo.prove("it ends with exit code 2", run.code === 2);
  const expected = [
    /data-destroying .* partners-contract .* deleted/,
    /functional .* partners .* owner .* grace\.hopper/,
    /cosmetic .* contractors .* description .* Everybody from outside/,
    /cosmetic .* partners-sponsor .* label .* Boss/,
    /4 differences \(1 data-destroying, 1 functional, 2 cosmetic\)/,
  ];
  demo.prove(
    "it names all four edits and nothing else",
    expected.every((line) => line.test(run.output)),
  );
  demo.prove("it has only read", countCalls(demo.calls()).writes === 0);
}

async function repair(demo: Demo): Promise<void> {
  succeed(await demo.pulumi(...upRefresh));
  demo.prove(
    "one PATCH for each of the three edits, and one POST for what was deleted",
    hasMethods(demo.calls(), { PATCH: 3, POST: 1 }),
  );
  const { store } = demo.tenant;
  const { description } = source(demo, "Contractors");
  const { sourceId, owner } = source(demo, "Partners");
  const labels = store.customAttributesOf(sourceId).map(({ label }) => label);
  demo.prove(
    "description, owner, label and the attribute are as the program says",
    description === "External staff of the plants" &&
      owner === demo.people.owner.id &&
      `${labels.sort()}` === "Contract number,Internal sponsor,Partner company",
  );
}

async function findNone(demo: Demo): Promise<void> {
  const run = await demo.command(...drift);
  demo.say(`  | ${run.output.trim()}`);
  demo.prove(
    "it ends with exit code 0, and says so",
    run.code === 0 && /no drift in 8 resources/.test(run.output),
  );
  const { token, reads, writes } = countCalls(demo.calls());
  demo.prove(
    `it took ${driftReads} reads for 8 objects: 2 lists of sources, and 1 list of attributes a source`,
    token === 1 && reads === driftReads && writes === 0,
  );
}

async function rename(demo: Demo): Promise<void> {
  const before = source(demo, "Contractors").sourceId;
  await demo.project.edit('name: "Contractors"', 'name: "External workforce"');
  demo.say('In the program, name: "Contractors" becomes name: "External workforce".');
  succeed(await demo.pulumi(...up));
  const renamed = source(demo, "External workforce");
  demo.prove("the source has its new name and its old sourceId", renamed.sourceId === before);
  demo.prove("one PATCH did it", hasMethods(demo.calls(), { PATCH: 1 }));
  demo.prove(
    "its 3 custom attributes are still there",
    demo.tenant.store.customAttributesOf(before).length === 3,
  );
}

async function refuseDestroy(demo: Demo): Promise<void> {
  const { store } = demo.tenant;
  const workforce = { costCenter: "4711", company: "Müller & Söhne, Bremen" };
  const sponsored = { company: 'Haus "Zur Linde"', sponsor: "ada.lovelace" };
  for (const data of [workforce, { ...workforce, badge: "0007" }]) {
    store.addRecord(source(demo, "External workforce").sourceId, { data });
  }
  store.addRecord(source(demo, "Partners").sourceId, { data: sponsored });
  demo.say("External workforce has 2 people now, Partners 1.");
  const run = await demo.pulumi(...destroy);
  const refusals = refusalsIn(run);
  for (const line of refusals) demo.say(`  | ${line}`);
  demo.prove("the destroy fails with a refusal", run.code !== 0 && refusals.length > 0);
  demo.prove("no DELETE went out", hasMethods(demo.calls(), {}));
  demo.prove(
    "sources, attributes and people are all there",
    store.sources().every(({ sourceId }) => store.customAttributesOf(sourceId).length === 3) &&
      store.sources().length === 2 &&
      store.records().length === 3,
  );
}

async function upAfterRefusal(demo: Demo): Promise<void> {
  demo.say("The refused destroy has dropped the attributes from the state; up takes them back.");
  succeed(await demo.pulumi(...up));
  demo.prove("nothing was written to the tenant", countCalls(demo.calls()).writes === 0);
  const run = succeed(await demo.pulumi(...gate));
  demo.prove("tenant, state and program agree again", /9 unchanged/.test(run.output));
}

async function loseAndRestore(demo: Demo): Promise<void> {
  const { store } = demo.tenant;
  const before = personsIn(demo);
  const backup = succeed(await demo.command("backup", "--out", "backup"));
  demo.prove("the backup has 2 sources and 3 people", /2 sources, 3 records/.test(backup.output));
  for (const name of ['name: "External workforce",', 'name: "Partners",']) {
    await demo.project.edit(name, `${name}\n  forceDestroy: true,`);
  }
  demo.say(
    "Both sources get forceDestroy: true; destroys write a backup of their own, SAIL_BACKUP_DIR says where.",
  );
  demo.project.setVariable("SAIL_BACKUP_DIR", "before-destroy");
  succeed(await demo.pulumi(...up));
  demo.prove("that is for the state alone", countCalls(demo.calls()).writes === 0);
  succeed(await demo.pulumi(...destroy));
  demo.prove(
    "sources and people are gone",
    hasMethods(demo.calls(), { DELETE: 2 }) &&
      store.sources().length + store.records().length === 0,
  );
  succeed(await demo.pulumi(...up));
  demo.prove(
    "the sources are back, without people",
    store.sources().length === 2 && store.records().length === 0,
  );
  const restore = ["restore", "backup", "--yes"] as const;
  succeed(await demo.command(...restore));
  demo.prove(
    "everybody is back, with the same values in every field",
    isDeepStrictEqual(personsIn(demo), before),
  );
  const writes = countCalls(demo.calls()).writes;
  succeed(await demo.command(...restore));
  demo.prove("a second restore writes nothing", countCalls(demo.calls()).writes === writes);
}

async function destroyAll(demo: Demo): Promise<void> {
  const { store } = demo.tenant;
  for (const { id } of store.records()) store.deleteRecord(id);
  demo.say("All records are gone from the tenant.");
  succeed(await demo.pulumi(...destroy));
  demo.prove(
    "one DELETE per source; the attributes went with them",
    hasMethods(demo.calls(), { DELETE: 2 }),
  );
  demo.prove("the tenant has no non-employee source", store.sources().length === 0);
  demo.prove("its other sources are untouched", store.genericSources().length === 2);
}

function succeed(run: Run): Run {
  if (run.code === 0) return run;
  throw new StepFailure(`\`${run.command}\` ended with exit code ${run.code}`);
}

/** @throws StepFailure where the tenant has no such source */
function source({ tenant }: Demo, name: string): SourceSnapshot {
  const found = tenant.store.sourceByName(name);
  if (found === undefined) throw new StepFailure(`the tenant has no source "${name}"`);
  return found;
}

/** Everybody in the tenant by source and account name, with all values but those that a new record has of its own. */
function personsIn({ tenant }: Demo): Map<string, object> {
  const { store } = tenant;
  const names = new Map(store.sources().map(({ sourceId, name }) => [sourceId, name]));
  return new Map(
    store.records().map(({ id: _, sourceId, created: __, modified: ___, ...values }) => {
      return [`${names.get(sourceId)}/${values.accountName}`, values];
    }),
  );
}

function attributeId({ tenant }: Demo, sourceId: string, technicalName: string): string {
  const found = tenant.store
    .customAttributesOf(sourceId)
    .find((attribute) => attribute.technicalName === technicalName);
  if (found === undefined) throw new StepFailure(`the tenant has no attribute "${technicalName}"`);
  return found.id;
}

/** Whether the writes are exactly so many of each method, all answered with success. */
function hasMethods(
  calls: readonly LoggedRequest[],
  expected: Readonly<Record<string, number>>,
): boolean {
  return ["POST", "PUT", "PATCH", "DELETE"].every((method) => {
    const found = callsWith(calls, method);
    return (
      found.length === (expected[method] ?? 0) &&
      found.every(({ status = 0 }) => status >= 200 && status <= 299)
    );
  });
}

/** The refusals, each once: the engine shows a message up to three times. */
function refusalsIn({ output }: Run): string[] {
  const found = output.match(/error: .*would be lost: refused.*/g) ?? [];
  return [...new Set(found)];
}
