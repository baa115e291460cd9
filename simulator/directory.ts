/** The people and governance groups of a tenant, and the instants of its objects. */
import type { Identity, Workgroup } from "./entities";
import { newHexId, newUuid, toInstant } from "./identifier";
import type { Clock } from "./settings";
import { Table } from "./table";

export class Directory {
  protected readonly clock: Clock;
  readonly #identities = new Table<Identity>("identity", (item) => item.id);
  readonly #workgroups = new Table<Workgroup>("governance group", (item) => item.id);

  constructor(clock: Clock) {
    this.clock = clock;
  }

  identities(): Identity[] {
    return this.#identities.list();
  }

  identity(id: string): Identity | undefined {
    return this.#identities.find(id);
  }

  /** Adds a person; what is left out is made up from the alias. */
  addIdentity(identity: Pick<Identity, "alias"> & Partial<Identity>): Identity {
    const [firstName = identity.alias, lastName = ""] = identity.alias.split(".");
    return this.#identities.add({
      id: newHexId(),
      name: `${firstName} ${lastName}`.trim(),
      firstName,
      lastName,
      email: `${identity.alias}@example.com`,
      identityState: "ACTIVE",
      manager: null,
      ...identity,
    });
  }

  editIdentity(id: string, changes: Partial<Omit<Identity, "id">>): Identity {
    return this.#identities.edit(id, changes);
  }

  deleteIdentity(id: string): void {
    this.#identities.delete(id);
  }

  workgroups(): Workgroup[] {
    return this.#workgroups.list();
  }

  workgroup(id: string): Workgroup | undefined {
    return this.#workgroups.find(id);
  }

  addWorkgroup(workgroup: Pick<Workgroup, "name"> & Partial<Workgroup>): Workgroup {
    const owner = this.#identities.list()[0]?.id ?? "";
    return this.#workgroups.add({
      id: newUuid(),
      description: "",
      owner,
      members: [],
      ...this.stamps(),
      ...workgroup,
    });
  }

  editWorkgroup(id: string, changes: Partial<Omit<Workgroup, "id">>): Workgroup {
    return this.#workgroups.edit(id, { ...changes, modified: this.now() });
  }

  deleteWorkgroup(id: string): void {
    this.#workgroups.delete(id);
  }

  protected clearDirectory(): void {
    this.#identities.clear();
    this.#workgroups.clear();
  }

  /** Both instants of an object made now, or then. */
  protected stamps(created: string = this.now()): { created: string; modified: string } {
    return { created, modified: created };
  }

  protected now(): string {
    return toInstant(this.clock.now());
  }
}
