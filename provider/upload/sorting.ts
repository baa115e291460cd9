/** Sorting the rows of a file by what the source has. */
import { createHash } from "node:crypto";
import type { NonEmployeeRecord } from "../api";
import { type AlikeKind, AlikeNames, alikeKindOf } from "./alike-name";
import type { CheckedFile } from "./check-file";
import type { Field, SourceFields } from "./field";
import { FileProblems, placeOf, quoted, shownName } from "./file-problem";
import { newer } from "./look";
import type { Planned, UploadSource } from "./plan";
import {
  countStates,
  type DifferentRow,
  mostNamed,
  type PlannedRow,
  type UnfitRow,
} from "./planned-row";
import { differences, mergedSignature, signatureOf, valuesOf } from "./signature";

/** Takes the records of the source one by one, and says in the end what an upload comes to. */
export class Sorting {
  readonly #file: CheckedFile;
  readonly #fields: readonly Field[];
  readonly #withoutColumn: string;
  readonly #rows = new Map<string, PlannedRow>();
  readonly #problems = new FileProblems();
  readonly #overwriteProblems = new FileProblems();
  readonly #alikeProblems = new FileProblems();
  readonly #firstDifferent: DifferentRow[] = [];
  readonly #seen = new Set<string>();
  readonly #alikeInFile: AlikeNames;
  readonly #alikeInSource = new AlikeNames();
  #newestMs: number | undefined = 0;
  #notInFile = 0;

  constructor(file: CheckedFile, { fields, withoutColumn }: Omit<SourceFields, "problems">) {
    this.#file = file;
    this.#fields = fields;
    this.#withoutColumn = withoutColumn;
    this.#alikeInFile = new AlikeNames(file.rows.keys());
    const empty = signatureOf(fields, []);
    for (const [accountName, row] of file.rows) {
      const wanted = mergedSignature(fields, { ...row, fields: file.fields }, empty);
      // The row itself, not a copy: there may be 20,000.
      this.#rows.set(accountName, Object.assign(row, { state: "new" as const, wanted }));
    }
  }

  add(record: NonEmployeeRecord): void {
    this.#newestMs = newer(this.#newestMs, record);
    const accountName = record.accountName ?? "";
    const row = this.#rows.get(accountName);
    if (row === undefined) {
      this.#notInFile += 1;
      this.#alikeInSource.add(accountName);
      return;
    }
    if (this.#seen.has(accountName)) {
      this.#problems.add(
        `${placeOf(row.line)}: the source has several records with the accountName ${quoted(accountName)}, so nobody can tell which one an upload would change; delete all but one`,
      );
      return;
    }
    this.#seen.add(accountName);
    this.#alikeInSource.add(accountName);
    const [fields, file] = [this.#fields, this.#file];
    const values = valuesOf(record, fields);
    const live = signatureOf(fields, values);
    row.wanted = mergedSignature(fields, { ...row, fields: file.fields }, live);
    row.state = row.wanted === live ? "equal" : "different";
    if (row.state === "different") this.#addDifferent(accountName, row, live, values);
  }

  #addDifferent(accountName: string, row: PlannedRow, live: string, values: readonly string[]) {
    const { line } = row;
    row.live = live;
    if (row.problem !== undefined) return; // It is not sent.
    this.#name({ accountName, line, fields: differences(this.#fields, row.wanted, live) });
    const kept = new Map<number, string>();
    for (const [index, field] of this.#fields.entries()) {
      const value = values[index] ?? "";
      if (value === "") continue;
      if (!this.#file.fields.includes(field)) kept.set(index, value);
      // Without a column, a file that has the field has no value in it: nobody can tell whether an upload clears it.
      if (field.column !== undefined) continue;
      this.#overwriteProblems.add(
        `${placeOf(line)}: the record of ${quoted(accountName)} has a value in ${shownName(field.name)} that an upload could clear: ${this.#withoutColumn}`,
      );
    }
    if (kept.size > 0) row.kept = kept;
  }

  #name(row: DifferentRow): void {
    if (this.#firstDifferent.length < mostNamed) this.#firstDifferent.push(row);
  }

  /**
   * Nobody has published whether the case of an account name counts, or how its letters are written: the record may be that of
   * somebody else, or be overwritten. A tenant that has, or had, two names that differ in it alone has shown that it does.
   */
  #leaveAlike(): void {
    const told = this.#toldKinds;
    for (const [accountName, row] of this.#rows) {
      if (row.state !== "new") continue;
      const inSource = this.#alikeInSource.of(accountName, told);
      const other = inSource ?? this.#alikeInFile.of(accountName, told);
      if (other === undefined) continue;
      row.state = "different";
      if (row.problem !== undefined) continue;
      this.#name({ accountName, line: row.line, fields: ["accountName"] });
      const where = inSource === undefined ? "the file has" : "the source has a record with";
      this.#alikeProblems.add(
        `${placeOf(row.line)}: ${where} the accountName ${quoted(other)}, which differs from ${quoted(accountName)} in ${alikeKindOf(other, accountName)} alone and may be the same person: then write it in the same way; if they are two people, take the row out and use records create`,
      );
    }
  }

  get #toldKinds(): ReadonlySet<AlikeKind> {
    const own = this.#file.isBackup ? this.#alikeInFile.kinds : [];
    return new Set([...own, ...this.#alikeInSource.kinds]);
  }

  /** @returns the plan, or all that is wrong */
  end(source: UploadSource, atMs: number): Planned {
    if (this.#problems.count > 0) return { problems: this.#problems.list() };
    this.#leaveAlike();
    const told = new Map<string, string>();
    const first: Record<"unfit" | "stuck", UnfitRow[]> = { unfit: [], stuck: [] };
    const fileHash = createHash("sha256");
    for (const [accountName, row] of this.#rows) {
      const { problem, loses } = row;
      fileHash.update(JSON.stringify([accountName, row.line, row.signature]));
      if (problem !== undefined && (row.state !== "equal" || loses)) {
        const isThere = row.state === "equal" || row.live !== undefined;
        row.state = isThere ? "stuck" : "unfit";
        if (first[row.state].length < mostNamed) first[row.state].push({ accountName, problem });
      }
      if (row.state === "different" && row.live !== undefined) told.set(accountName, row.live);
    }
    const { rows: _, ...file } = this.#file;
    const { left: __, sent: ___, ...count } = countStates(this.#rows);
    return {
      plan: {
        ...{ source, file, count, told, rows: this.#rows, rowCount: this.#rows.size },
        ...{ firstUnfit: first.unfit, firstStuck: first.stuck },
        fields: this.#fields,
        look: { atMs, newestMs: this.#newestMs },
        firstDifferent: this.#firstDifferent,
        notInFile: this.#notInFile,
        present: this.#notInFile + this.#seen.size,
        fileHash: fileHash.digest("base64"),
        overwriteProblems: this.#overwriteProblems.list(),
        alikeProblems: this.#alikeProblems.list(),
        toldKinds: this.#toldKinds,
      },
    };
  }
}
