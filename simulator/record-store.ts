/** The part of the store that holds non-employees and the uploads that bring them. */
import { type BulkJob, BulkJobs } from "./bulk-job";
import { Directory } from "./directory";
import type { NonEmployeeRecord, RecordFields } from "./entities";
import { newHexId, newUuid } from "./identifier";

export class RecordStore extends Directory {
  protected readonly jobs = new BulkJobs();

  records(): NonEmployeeRecord[] {
    this.settleUploads();
    return this.tables.records.list();
  }

  record(id: string): NonEmployeeRecord | undefined {
    this.settleUploads();
    return this.tables.records.find(id);
  }

  recordsOf(sourceId: string): NonEmployeeRecord[] {
    this.settleUploads();
    return this.tables.records.group(sourceId);
  }

  /** Adds a non-employee; what is left out gets plausible values. */
  addRecord(
    sourceId: string,
    record: Partial<Omit<NonEmployeeRecord, "sourceId">> = {},
  ): NonEmployeeRecord {
    this.tables.sources.get(sourceId);
    const number = this.rows.recordCount(sourceId) + 1;
    const accountName = record.accountName ?? `william.smith${number}`;
    const row = {
      id: newUuid(),
      ...this.plausiblePerson(accountName, { firstName: "William", lastName: `Smith ${number}` }),
      ...this.stamps(),
      ...record,
      sourceId,
    };
    return this.tables.records.add(row, this.madeAtMs(record.created));
  }

  /** What somebody needs besides an account name and a name. */
  protected plausiblePerson(accountName: string, name: { firstName: string; lastName: string }) {
    return {
      accountName,
      ...name,
      email: `${accountName}@example.org`,
      phone: "5125555555",
      manager: this.rows.identities()[0]?.alias ?? "",
      startDate: "2025-03-24T00:00:00-05:00",
      endDate: "2027-03-25T00:00:00-05:00",
      data: {},
    };
  }

  editRecord(id: string, changes: Partial<RecordFields>): NonEmployeeRecord {
    return this.tables.records.edit(id, { ...changes, modified: this.now() });
  }

  deleteRecord(id: string): void {
    this.tables.records.delete(id);
  }

  /** Begins an upload, whose records are there when it has lasted so long. */
  submitUpload(job: Pick<BulkJob, "sourceId" | "rows" | "lastsMs" | "hasErrors">): BulkJob {
    const created = this.now();
    const submitted = { ...job, id: newHexId(), created, submittedAtMs: this.clock.now() };
    this.jobs.add(submitted);
    this.settleUploads();
    return submitted;
  }

  /** The newest upload to a source. */
  upload(sourceId: string): BulkJob | undefined {
    return this.jobs.newest(sourceId);
  }

  isUploading(sourceId: string): boolean {
    this.settleUploads();
    return this.jobs.isRunning(sourceId);
  }

  /** Puts in what the uploads have brought that are over by now. */
  settleUploads(): void {
    for (const { sourceId, rows } of this.jobs.takeEnded(this.clock.now())) {
      const ids = new Map(this.rows.recordsOf(sourceId).map((one) => [one.accountName, one.id]));
      for (const row of rows) {
        const id = ids.get(row.accountName);
        if (id === undefined) this.addRecord(sourceId, row);
        else this.editRecord(id, row);
      }
    }
  }
}
