/** A source with two records, a custom attribute and a folder for backups, new for each test. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { RequestEvent } from "../../../provider/api";
import type { Props } from "../../../provider/resources/handler";
import type { Store } from "../../../simulator";
import { attributeInputs, createWorld, make, sourceInputs, type World } from "./tenant-under-test";

/** A resource as the state has it. */
export interface Stored {
  id: string;
  state: Props;
}

/** May be used inside of tests and hooks only. */
export interface BackupUnderTest {
  readonly world: World;
  readonly store: Store;
  readonly sourceId: string;
  /** Both with `forceDestroy`. */
  readonly source: Stored;
  readonly attribute: Stored;
  readonly folder: BackupFolder;
  /** Destroys the source in a fresh process, with the folder for backups. */
  destroy(onRequest?: (event: RequestEvent) => void): Promise<void>;
  /** Account names in the one file of the folder, sorted. */
  accountNames(): (string | undefined)[];
}

/** The folder `made/backups` in a temporary one; neither exists before the first backup. */
export interface BackupFolder {
  readonly path: string;
  /** Absolute paths of everything in it, sorted. */
  files(): string[];
  /** The text of the one file in it. @throws Error if there is not exactly one */
  text(): string;
}

/** Makes all of it before each test of the file, and judges and removes it after each. */
export function useBackup(): BackupUnderTest {
  const folder = useBackupFolder();
  let made: { world: World; source: Stored; attribute: Stored } | undefined;
  const current = () => {
    if (!made) throw new Error("the tenant exists during tests only");
    return made;
  };
  beforeEach(async () => {
    const world = await createWorld();
    const { source: sources, attribute: attributes } = world.process();
    const inputs = sourceInputs({ name: "Löwe & Söhne: Contractors!", forceDestroy: true });
    const source = await make(sources, world.call, inputs);
    const attributeArgs = attributeInputs(source.id, { forceDestroy: true });
    const attribute = await make(attributes, world.call, attributeArgs);
    const { store } = world.simulator;
    store.addRecord(source.id, { accountName: "b.one", data: { costCenter: "0815" } });
    store.addRecord(source.id, { accountName: "a.two" });
    world.calls();
    made = { world, source, attribute };
  });
  afterEach(() => current().world.simulator.stop());
  const destroy: BackupUnderTest["destroy"] = (onRequest) => {
    const { world, source } = current();
    return world.process({ backupDir: folder.path, onRequest }).source.delete(world.call, source);
  };
  return {
    get world() {
      return current().world;
    },
    get store() {
      return current().world.simulator.store;
    },
    get sourceId() {
      return current().source.id;
    },
    get source() {
      return current().source;
    },
    get attribute() {
      return current().attribute;
    },
    folder,
    destroy,
    accountNames: () =>
      rowsOf(folder.text())
        .map(({ accountName }) => accountName)
        .sort(),
  };
}

/** A fresh folder for each test of the file. */
export function useBackupFolder(): BackupFolder {
  let parent = "";
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "sailpoint-backup-"));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));
  const path = () => join(parent, "made", "backups");
  const files = () => {
    const names = existsSync(path()) ? readdirSync(path()).sort() : [];
    return names.map((name) => join(path(), name));
  };
  return {
    get path() {
      return path();
    },
    files,
    text: () => {
      const [file, ...others] = files();
      if (file === undefined || others.length > 0) throw new Error(`files: ${files().join()}`);
      return readFileSync(file, "utf8");
    },
  };
}

const rowsSchema = z.array(z.record(z.string(), z.string()));

/** The rows of a CSV text by column, as a reader of that kind takes them. */
export function rowsOf(text: string, reader: { trim?: boolean } = {}): Record<string, string>[] {
  return rowsSchema.parse(parse(text, { columns: true, ...reader }));
}

/** A row with its dates as numbers: a backup keeps them as they are answered, and the same instant can be written in several ways. */
export function withInstants({ startDate, endDate, ...row }: Record<string, string | undefined>) {
  return { ...row, startDate: Date.parse(startDate ?? ""), endDate: Date.parse(endDate ?? "") };
}
