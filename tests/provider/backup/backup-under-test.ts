/** Backups of a judged tenant with two sources, into a folder of their own. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RequestEvent } from "../../../provider/api";
import { type BackupIndex, readIndex } from "../../../provider/backup/index-file";
import { backUpTenant, type TenantBackup } from "../../../provider/backup/write";
import { callOptions } from "../../../provider/resources/tenant";
import type { Store } from "../../../simulator";
import type { JudgedSimulatorOptions } from "../../simulator-under-judge";
import { rowsOf } from "../resources/backup-under-test";
import { ada, createWorld, type World } from "../resources/tenant-under-test";

/** How one backup is taken. */
export interface Taking {
  onRequest?: (event: RequestEvent) => void;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** @default `backup` in the temporary folder */
  out?: string;
}

/** May be used inside of tests and hooks only. */
export interface BackupUnderTest {
  readonly world: World;
  readonly store: Store;
  /** Contractors (with the attribute costCenter and two records) and Visitors (with none). */
  readonly contractors: string;
  readonly visitors: string;
  /** A temporary folder, in which the backups are. */
  readonly parent: string;
  /** Where the backup will be, or a file of it. */
  path(file?: string): string;
  take(taking?: Taking): Promise<TenantBackup>;
  /** Everything in the temporary folder, sorted; folders end in a slash. */
  files(): string[];
  read(file: string): string;
  write(file: string, text: string): void;
  index(): BackupIndex;
  /** Rows of the records of a source by column. */
  rows(key: string): Record<string, string>[];
  addRecords(count: number): void;
}

/** What a backup of the two sources consists of. */
export const wholeBackup = [
  "backup/",
  "backup/index.json",
  "backup/manifest.yaml",
  "backup/records/",
  "backup/records/contractors.csv",
  "backup/records/visitors.csv",
];

/** Makes all of it before each test of the file, and judges and removes it after each. */
export function useBackup(options: JudgedSimulatorOptions = {}): BackupUnderTest {
  let made: { world: World; contractors: string; visitors: string; parent: string } | undefined;
  const current = () => {
    if (!made) throw new Error("the tenant exists during tests only");
    return made;
  };
  beforeEach(async () => {
    const world = await createWorld({ limits: { requests: 100_000 }, ...options });
    const { store } = world.simulator;
    const add = (name: string) =>
      store.addSource({ name, description: `All ${name}`, owner: ada.id }).sourceId;
    const [contractors, visitors] = [add("Contractors"), add("Visitors")];
    store.addAttribute(contractors, { technicalName: "costCenter", label: "Cost center" });
    store.addRecord(contractors, { accountName: "b.one", data: { costCenter: "0815" } });
    store.addRecord(contractors, { accountName: "a.two" });
    const parent = mkdtempSync(join(tmpdir(), "tenant-backup-"));
    made = { world, contractors, visitors, parent };
  });
  afterEach(async () => {
    rmSync(current().parent, { recursive: true, force: true });
    await current().world.simulator.stop();
  });
  const path = (file = "") => join(current().parent, "backup", file);
  const read = (file: string) => readFileSync(path(file), "utf8");
  return {
    get world() {
      return current().world;
    },
    get store() {
      return current().world.simulator.store;
    },
    get contractors() {
      return current().contractors;
    },
    get visitors() {
      return current().visitors;
    },
    get parent() {
      return current().parent;
    },
    path,
    take: async ({ onRequest, onProgress, signal, out = path() } = {}) => {
      const { world } = current();
      const { tenant } = world.process({ ...(onRequest && { onRequest }) });
      const call = { ...callOptions(world.call), ...(signal && { signal }) };
      return await backUpTenant(tenant, call, { out, ...(onProgress && { onProgress }) });
    },
    files: () => filesBelow(current().parent),
    read,
    write: (file, text) => writeFileSync(path(file), text),
    index: () => {
      const found = readIndex(read("index.json"));
      if ("problems" in found) throw new Error(found.problems.join("\n"));
      return found.index;
    },
    rows: (key) => rowsOf(read(`records/${key}.csv`)),
    addRecords: (count) => {
      const { world, contractors } = current();
      for (let number = 0; number < count; number += 1) {
        world.simulator.store.addRecord(contractors);
      }
    },
  };
}

/** Every file and folder below, sorted; folders end in a slash. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => (statSync(join(folder, name)).isDirectory() ? `${name}/` : name))
    .sort();
}

/** Does something once, when a request of that operation has ended, the first of which so many are let pass. */
export function once(operation: string, work: () => void, skip = 0): (event: RequestEvent) => void {
  let left = skip;
  return (event) => {
    if (event.operation !== operation) return;
    left -= 1;
    if (left === -1) work();
  };
}

/** Does something each time when a request of that operation has ended. */
export function always(operation: string, work: () => void): (event: RequestEvent) => void {
  return (event) => {
    if (event.operation === operation) work();
  };
}
