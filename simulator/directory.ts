/** The people and governance groups of a tenant, and the instants of its objects. */
import type { Identity, Workgroup } from "./entities";
import { newHexId, newUuid, toInstant } from "./identifier";
import type { Clock } from "./settings";
import { Rows, Tables } from "./tables";

/** The part of the store that holds people and groups. */
export class Directory {
  protected readonly clock: Clock;
  protected readonly tables = new Tables();
  /** What a seed holds has been there for long, whatever its dates say. */
  protected isSeeding = false;
  /** The same objects, shared and frozen: for those who only read. */
  readonly rows = new Rows(this.tables);

  readonly #serverClock: Clock;

  /** @param serverClock what the instants of objects are taken from */
  constructor(clock: Clock, serverClock: Clock) {
    this.clock = clock;
    this.#serverClock = serverClock;
  }

  identities(): Identity[] {
    return this.tables.identities.list();
  }

  identity(id: string): Identity | undefined {
    return this.tables.identities.find(id);
  }

  /** Adds a person; what is left out is made up from the alias, or that of an ordinary, active person. */
  addIdentity(identity: Pick<Identity, "alias"> & Partial<Identity>): Identity {
    const [firstName = identity.alias, lastName = ""] = identity.alias.split(".");
    const row = {
      id: newHexId(),
      name: `${firstName} ${lastName}`.trim(),
      firstName,
      lastName,
      email: `${identity.alias}@example.com`,
      identityState: "ACTIVE" as const,
      manager: null,
      correlated: true,
      protected: false,
      processingState: "OK" as const,
      cloudStatus: "ACTIVE" as const,
      attributes: {},
      ...this.stamps(identity.created),
      ...identity,
    };
    return this.tables.identities.add(row, this.clock.now());
  }

  editIdentity(id: string, changes: Partial<Omit<Identity, "id">>): Identity {
    return this.tables.identities.edit(id, { modified: this.now(), ...changes });
  }

  deleteIdentity(id: string): void {
    this.tables.identities.delete(id);
  }

  workgroups(): Workgroup[] {
    return this.tables.workgroups.list();
  }

  workgroup(id: string): Workgroup | undefined {
    return this.tables.workgroups.find(id);
  }

  addWorkgroup(workgroup: Pick<Workgroup, "name"> & Partial<Workgroup>): Workgroup {
    const owner = this.rows.identities()[0]?.id ?? "";
    const row = {
      id: newUuid(),
      description: "",
      owner,
      members: [],
      ...this.stamps(),
      ...workgroup,
    };
    return this.tables.workgroups.add(row, this.clock.now());
  }

  editWorkgroup(id: string, changes: Partial<Omit<Workgroup, "id">>): Workgroup {
    return this.tables.workgroups.edit(id, { ...changes, modified: this.now() });
  }

  deleteWorkgroup(id: string): void {
    this.tables.workgroups.delete(id);
  }

  /** Both instants of an object made now, or then. */
  protected stamps(created: string = this.now()): { created: string; modified: string } {
    return { created, modified: created };
  }

  /** When an object was made, in milliseconds of the real clock: now, or as long ago as its date or the seed says. */
  protected madeAtMs(created?: string): number {
    if (this.isSeeding) return 0;
    const now = this.clock.now();
    return created === undefined ? now : Math.min(Date.parse(created), now);
  }

  protected now(): string {
    return toInstant(this.#serverClock.now());
  }
}
