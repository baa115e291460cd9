/** Backups while an `up` runs: each is of one moment of the tenant, or there is none. The `up` does not notice. */
import { rmSync } from "node:fs";
import { verifyBackup } from "../../../provider/backup/verify";
import { readTenant } from "../../../provider/manifest/read-tenant";
import { writeManifest } from "../../../provider/manifest/write-manifest";
import { callOptions } from "../../../provider/resources/tenant";
import { ada, attributeInputs, make, sourceInputs } from "../resources/tenant-under-test";
import { useBackup } from "./backup-under-test";

const backup = useBackup();

/** What the tenant has at this moment: its manifest, and the account names of each source by its key. */
async function moment(): Promise<string> {
  const { world, store } = backup;
  const { manifest } = await readTenant(world.process().tenant, callOptions(world.call));
  const names = manifest.sources.map(({ name }) => {
    const { sourceId = "" } = store.sources().find((source) => source.name === name) ?? {};
    return store.recordsOf(sourceId).map(({ accountName }) => accountName);
  });
  return [writeManifest(manifest, "yaml"), ...names.map((list) => list.sort().join())].join("\n");
}

const taken = () =>
  [
    backup.read("manifest.yaml"),
    ...backup.index().sources.map(({ key }) =>
      backup
        .rows(key)
        .map(({ accountName }) => accountName)
        .sort()
        .join(),
    ),
  ].join("\n");

/** The steps of an `up`, each of one write, and the moments between them. */
async function up(moments: Set<string>): Promise<void> {
  const { world, store } = backup;
  const { source, attribute } = world.process();
  const between = async () => void moments.add(await moment());
  await between();
  for (const name of ["Alpha", "Beta", "Gamma"]) {
    const inputs = sourceInputs({ name, managementWorkgroup: undefined });
    const made = await make(source, world.call, inputs);
    await between();
    const column = await make(attribute, world.call, attributeInputs(made.id, { required: false }));
    await between();
    store.addRecord(made.id, { accountName: `of ${name}`, data: { costCenter: name } });
    await between();
    const changed = { ...inputs, description: "Changed" };
    await source.update(world.call, { id: made.id, state: made.state, news: changed });
    await between();
    if (name === "Gamma") continue;
    const [record] = store.recordsOf(made.id);
    store.deleteRecord(record?.id ?? "");
    await between();
    await attribute.delete(world.call, column);
    await between();
    await source.delete(world.call, made);
    await between();
  }
}

it("each backup is of a moment between two changes, and sound", async () => {
  const moments = new Set<string>();
  let isUpDone = false;
  const work = up(moments).finally(() => {
    isUpDone = true;
  });
  const found: string[] = [];
  const refusals: string[] = [];
  for (let isLast = false; !isLast; ) {
    isLast = isUpDone;
    try {
      await backup.take();
      expect((await verifyBackup(backup.path())).problems).toEqual([]);
      found.push(taken());
      rmSync(backup.path(), { recursive: true });
    } catch (error) {
      refusals.push(String(error));
    }
    expect(backup.files()).toEqual([]);
  }
  await work;
  for (const text of found) expect([...moments]).toContain(text);
  expect(found.at(-1)).toBe(await moment());
  for (const text of refusals) {
    expect(text).toMatch(/no complete backup .*(changed|vanished|is gone|is new|404|is called)/);
  }
});

describe("one change after any request of the backup", () => {
  const find = (name: string) => backup.store.sources().find((source) => source.name === name);
  let number = 0;

  /** Each undoes what it has done before. */
  const changes = {
    "a source": () => {
      const found = find("Workers");
      if (found) backup.store.deleteSource(found.sourceId);
      else backup.store.addSource({ name: "Workers", description: "New", owner: ada.id });
    },
    "a description": () => {
      number += 1;
      backup.store.editSource(backup.contractors, { description: `Description ${number}` });
    },
    "a name": () => {
      const name = find("Contractors") ? "Externals" : "Contractors";
      backup.store.editSource(backup.contractors, { name });
    },
    "an attribute": () => {
      const { store, contractors } = backup;
      const badge = store
        .customAttributesOf(contractors)
        .find(({ technicalName }) => technicalName === "badge");
      if (badge) store.deleteAttribute(badge.id);
      else store.addAttribute(contractors, { technicalName: "badge", label: "Badge" });
    },
    "a record": () => {
      const { store, contractors } = backup;
      const found = store.recordsOf(contractors).find(({ accountName }) => accountName === "new");
      if (found) store.deleteRecord(found.id);
      else store.addRecord(contractors, { accountName: "new" });
    },
  };

  it.each(Object.entries(changes))(
    "(%s) leaves it of the moment before or after",
    async (_what, change) => {
      let isChanged = true;
      let wanted = 0;
      for (; isChanged; wanted += 1) {
        const before = await moment();
        isChanged = false;
        let requests = 0;
        await backup.take({
          onRequest: () => {
            requests += 1;
            if (requests !== wanted + 1) return;
            change();
            isChanged = true;
          },
        });
        expect([before, await moment()]).toContain(taken());
        expect((await verifyBackup(backup.path())).problems).toEqual([]);
        rmSync(backup.path(), { recursive: true });
      }
      // No request was left out.
      expect(wanted).toBeGreaterThan(10);
    },
  );
});
