/** Names of sources: which others they must differ from. */
import type { RouteContext } from "../context";
import { badRequest } from "../error-body";

/** What is to get a name. */
export interface Naming {
  name: string;
  /** Whether it is a non-employee source, or the generic source of one. */
  isNonEmployee: boolean;
  /** Id of the source that is renamed; its own names do not count. */
  ownId?: string;
}

/** Refuses a name that another source has, or that a lately deleted one still holds. */
export function expectFreeName(
  context: RouteContext,
  { name, isNonEmployee, ownId }: Naming,
): void {
  const { uniqueNames, nameHeldMs } = context.behaviour;
  if (uniqueNames === "none" || (uniqueNames === "nonEmployee" && !isNonEmployee)) return;
  const { store } = context;
  const generic = uniqueNames === "all" ? store.rows.genericSources() : [];
  const taken = [
    ...generic.filter(({ id }) => id !== ownId),
    ...store.rows.sources().filter(({ sourceId }) => sourceId !== ownId),
    ...store.deletedWithin(nameHeldMs).map(({ source }) => source),
  ];
  const spelling = (text: string) =>
    context.behaviour.nameCase === "sensitive" ? text : text.toLowerCase();
  if (taken.some((other) => spelling(other.name) === spelling(name))) {
    throw badRequest("400.1.409", `The name "${name}" is already being used.`);
  }
}
