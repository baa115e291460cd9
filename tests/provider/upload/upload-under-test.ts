/** Uploads of files to a source of a judged tenant, with a clock whose waiting passes at once. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RequestEvent } from "../../../provider/api";
import { messageOf } from "../../../provider/resources/handler";
import { callOptions } from "../../../provider/resources/tenant";
import { planUpload, type UploadPlan } from "../../../provider/upload/plan";
import { runUpload, type UploadOptions, type UploadResult } from "../../../provider/upload/upload";
import type { Store } from "../../../simulator";
import type { JudgedSimulatorOptions } from "../../simulator-under-judge";
import { ada, createWorld, type World } from "../resources/tenant-under-test";

/** The columns that every file has. */
export const head = "accountName,firstName,lastName,phone,email,manager,startDate,endDate";

/** A row of these columns, and of what comes after them. */
export function row(accountName: string, lastName = "Rhodes", ...more: string[]): string {
  const dates = "2026-03-24T00:00:00-05:00,2027-03-24T00:00:00Z";
  const cells = `${accountName},Ida,${lastName},1,${accountName}@example.org,ada.lovelace,${dates}`;
  return [cells, ...more].join(",");
}

/** The text of a file. */
export const csv = (...lines: string[]) => `${lines.join("\n")}\n`;

/** Does something once, when that operation has been called so often. */
export function atCall(operation: string, number: number, work: () => void) {
  let calls = 0;
  return (event: RequestEvent) => {
    if (event.operation !== operation) return;
    calls += 1;
    if (calls === number) work();
  };
}

/** How one upload is made. */
export interface Uploading extends Partial<UploadOptions> {
  isBackup?: boolean;
  signal?: AbortSignal;
  onRequest?: (event: RequestEvent) => void;
}

/** What has come of one. */
export type Uploaded = { result: UploadResult; plan: UploadPlan } | { problems: string[] };

/** May be used inside of tests and hooks only. */
export interface UploadUnderTest {
  readonly world: World;
  readonly store: Store;
  /** Contractors, with the attributes costCenter ("Cost center") and badge ("Badge"). */
  readonly sourceId: string;
  /** Writes a file and gives its path. */
  write(text: string | Buffer, name?: string): string;
  /** Plans and, if nothing is wrong, runs. @param text of the file, or the path of one that is there */
  upload(text: string | { path: string }, uploading?: Uploading): Promise<Uploaded>;
  /** What is wrong, or what the error says. */
  problems(text: string | Buffer, uploading?: Uploading): Promise<string[]>;
  /** The values of each record by account name, in their order. */
  people(): Record<string, object>;
}

/** Makes all of it before each test of the file, and judges and removes it after each. */
export function useUpload(options: JudgedSimulatorOptions = {}): UploadUnderTest {
  let made: { world: World; sourceId: string; folder: string } | undefined;
  const current = () => {
    if (!made) throw new Error("the tenant exists during tests only");
    return made;
  };
  beforeEach(async () => {
    const world = await createWorld({
      ...{ limits: { requests: 100_000 }, maxLoggedBody: 10_000_000 },
      ...options,
    });
    const { store } = world.simulator;
    const { sourceId } = store.addSource({
      ...{ name: "Contractors", description: "External staff", owner: ada.id },
      attributes: [
        { technicalName: "costCenter", label: "Cost center" },
        { technicalName: "badge", label: "Badge" },
      ],
    });
    made = { world, sourceId, folder: mkdtempSync(join(tmpdir(), "upload-")) };
  });
  afterEach(async () => {
    rmSync(current().folder, { recursive: true, force: true });
    await current().world.simulator.stop();
  });
  const write = (text: string | Buffer, name = "people.csv") => {
    const path = join(current().folder, name);
    writeFileSync(path, text);
    return path;
  };
  const upload: UploadUnderTest["upload"] = async (text, uploading = {}) => {
    const { world, sourceId } = current();
    const { isBackup = false, isOverwriting = true, signal, onRequest, ...rest } = uploading;
    const { tenant } = world.process({ ...(onRequest && { onRequest }) });
    const call = { ...callOptions(world.call), ...(signal && { signal }) };
    const path = typeof text === "string" ? write(text) : text.path;
    const source = { sourceId, name: "Contractors" };
    const planned = await planUpload(tenant, call, source, { path, isBackup });
    if ("problems" in planned) return planned;
    const { plan } = planned;
    const { alikeProblems, overwriteProblems } = plan;
    // As the commands do: restore leaves alone who reads alike, records upload refuses.
    const problems = [
      ...(isOverwriting || !isBackup ? alikeProblems : []),
      ...(isOverwriting ? overwriteProblems : []),
    ];
    if (problems.length > 0) return { problems };
    return { plan, result: await runUpload(tenant, call, plan, { isOverwriting, ...rest }) };
  };
  return {
    get world() {
      return current().world;
    },
    get store() {
      return current().world.simulator.store;
    },
    get sourceId() {
      return current().sourceId;
    },
    write,
    upload,
    problems: async (text, uploading) => {
      try {
        const done = await upload({ path: write(text) }, uploading);
        return "problems" in done ? done.problems : [];
      } catch (error) {
        return [messageOf(error)];
      }
    },
    people: () => peopleOf(current().world.simulator.store, current().sourceId),
  };
}

/** The values of each record of a source, without what the tenant gives it, by account name. @throws Error if one is there twice */
export function peopleOf(store: Store, sourceId: string): Record<string, object> {
  const records = store.recordsOf(sourceId).map(({ accountName, ...rest }) => {
    const { id: _, sourceId: __, created: ___, modified: ____, ...fields } = rest;
    return [accountName, fields] as const;
  });
  const people = Object.fromEntries(records.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(people).length !== records.length) throw new Error("somebody is there twice");
  return people;
}
