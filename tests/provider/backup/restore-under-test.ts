/** Restores of the backup of a judged tenant. */
import {
  planRestore,
  type RestoredSource,
  type RestoreOptions,
  type RestorePlan,
  runRestore,
} from "../../../provider/backup/restore";
import { messageOf } from "../../../provider/resources/handler";
import { callOptions } from "../../../provider/resources/tenant";
import { ada } from "../resources/tenant-under-test";
import { peopleOf } from "../upload/upload-under-test";
import type { BackupUnderTest } from "./backup-under-test";

/** What tests do with the tenant of a backup. */
export function restoring(backup: BackupUnderTest) {
  /** Plans and runs, as the command does. */
  async function restore(
    options: RestoreOptions = {},
    folder = backup.path(),
  ): Promise<{ plan: RestorePlan; restored: RestoredSource[] }> {
    const { world } = backup;
    const { tenant } = world.process();
    const call = callOptions(world.call);
    const plan = await planRestore(tenant, call, folder, options);
    return { plan, restored: await runRestore(tenant, call, plan) };
  }
  return {
    restore,

    /** Why nothing is restored; and nothing was written. */
    async refusal(options: RestoreOptions = {}): Promise<string> {
      backup.world.calls();
      const message = await restore(options).then(() => "", messageOf);
      expect(backup.world.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
      return message;
    },

    people: (sourceId = backup.contractors) => peopleOf(backup.store, sourceId),

    /** Deletes the records of a source, or those that are named. */
    lose(sourceId = backup.contractors, ...names: string[]): void {
      for (const { id, accountName } of backup.store.recordsOf(sourceId)) {
        if (names.length === 0 || names.includes(accountName)) backup.store.deleteRecord(id);
      }
    },

    /** Destroys Contractors and makes it again, as `pulumi destroy` and `up` do. */
    makeAgain(attributes = [{ technicalName: "costCenter", label: "Cost center" }]): string {
      const { store } = backup;
      store.deleteSource(backup.contractors);
      const description = "All Contractors";
      return store.addSource({ name: "Contractors", description, owner: ada.id, attributes })
        .sourceId;
    },
  };
}
