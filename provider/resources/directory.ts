/**
 * The people and governance groups of one tenant, as references need them: what a run asks in one turn of the event loop
 * costs one request, and nothing is asked twice.
 */
import { anyOf, type CallOptions, type Client, equals, isIn, type PublicIdentity } from "../api";
import { type Batch, LookUp } from "./look-up";

/** A person as a reference can mean one. */
export interface Person {
  /** 32 hex digits. */
  id: string;
  /** Not unique. */
  name?: string;
  alias?: string;
  email?: string;
  /** True for every `INACTIVE_...` state; a state that is not known, or none, is active. */
  isInactive: boolean;
}

/** `Ada Lovelace (2c91...)`, for messages. */
export function personLabel({ id, name, alias, email }: Person): string {
  return `${name ?? alias ?? email ?? "somebody"} (${id})`;
}

/** A governance group as a reference can mean one. */
export interface Group {
  /** UUID or 32 hex digits. */
  id: string;
  name: string;
}

/**
 * The people and governance groups of one tenant, for one process. Answers are kept, those that found nobody, too; failures
 * are told to everybody who waits, and not kept. A caller's signal ends the wait of that caller; a request ends when all
 * who wait for it have left.
 *
 * A tenant that refuses a filter with several values (400) is asked for each value by itself, from then on at once.
 */
export class Directory {
  readonly #people: LookUp<Person, "id" | "email" | "alias">;
  readonly #groups: LookUp<Group, "id" | "name">;

  constructor(client: Client) {
    this.#people = peopleOf(client);
    this.#groups = groupsOf(client);
  }

  /**
   * Everybody with this e-mail, alias or id, whatever their state: ids exactly, the others ignoring upper and lower case.
   *
   * @param options - `onWait` is told of the waits of a shared request only for the first who asked.
   * @throws HttpError, AuthError, NetworkError, ResponseShapeError, as the list of people; AbortedError, by the signal.
   * @see getPublicIdentities
   */
  peopleBy(
    field: "id" | "email" | "alias",
    value: string,
    options: CallOptions,
  ): Promise<readonly Person[]> {
    return this.#people.find(field, value, options);
  }

  /**
   * Every governance group with this id or name: ids exactly, names ignoring upper and lower case.
   *
   * @param options - As of `peopleBy`.
   * @throws as `peopleBy`, as the list of governance groups.
   * @see listWorkgroups
   */
  groupsBy(field: "id" | "name", value: string, options: CallOptions): Promise<readonly Group[]> {
    return this.#groups.find(field, value, options);
  }
}

function peopleOf(client: Client): LookUp<Person, "id" | "email" | "alias"> {
  return new LookUp({
    operation: "getPublicIdentities",
    path: "/public-identities",
    thing: "person",
    batches: [
      inList("id", 60),
      {
        fields: ["email", "alias"],
        maxQuestions: 20,
        // This list knows `in` for ids alone.
        filterOf: (all) => anyOf(all.map(({ field, value }) => equals(field, value))),
      },
    ],
    fetch: async (filters, call) =>
      (await client.getPublicIdentities({ filters }, call)).map(toPerson),
  });
}

function groupsOf(client: Client): LookUp<Group, "id" | "name"> {
  return new LookUp({
    operation: "listWorkgroups",
    path: "/workgroups",
    thing: "governance group",
    batches: [inList("id", 20), inList("name", 20)],
    fetch: async (filters, call) =>
      (await client.listWorkgroups({ filters }, call)).map(({ id, name }) => ({ id, name })),
  });
}

function inList<F extends string>(field: F, maxQuestions: number): Batch<F> {
  const filterOf: Batch<F>["filterOf"] = (questions) =>
    isIn(
      field,
      questions.map(({ value }) => value),
    );
  return { fields: [field], maxQuestions, filterOf };
}

function toPerson({ id, name, alias, email, identityState }: PublicIdentity): Person {
  return {
    id,
    name: name ?? undefined,
    alias: alias ?? undefined,
    email: email ?? undefined,
    isInactive: identityState?.startsWith("INACTIVE") ?? false,
  };
}
