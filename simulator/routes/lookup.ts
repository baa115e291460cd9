/** Finding what a request names, and refusing what is not there or not valid. */
import { parameter, type RouteContext } from "../context";
import type { SchemaAttribute, SourceSnapshot } from "../entities";
import { badContent, badRequest, notFound } from "../error-body";
import { isObject, type JsonObject } from "../json";
import type { Behaviour } from "../settings";

/** Whether the operation documents 404; elsewhere the tenant's behaviour decides. */
export type NotFoundForm = "404 documented" | "404 not documented";

/** The non-employee source of a path. */
export function findSource(
  context: RouteContext,
  id: string,
  form: NotFoundForm,
  accepted = context.behaviour.pathIds,
): Readonly<SourceSnapshot> {
  const source = sourceByPathId(context, id, accepted);
  if (!source || !isVisible(context, source.sourceId))
    throw missing(context, "non-employee source", id, form);
  return source;
}

/** The source of a path to CSV files, which call their parameter otherwise than all others. */
export function findFileSource(
  context: RouteContext,
  form: NotFoundForm = "404 documented",
): Readonly<SourceSnapshot> {
  return findSource(context, parameter(context, "id"), form, context.behaviour.downloadIds);
}

/** The source that a path names by an id of the accepted kind, whether it is visible or not. */
export function sourceByPathId(
  { store, behaviour }: Pick<RouteContext, "store" | "behaviour">,
  id: string,
  accepted: Behaviour["pathIds"] = behaviour.pathIds,
): Readonly<SourceSnapshot> | undefined {
  const bySourceId = accepted === "id" ? undefined : store.rows.source(id);
  return bySourceId ?? (accepted === "sourceId" ? undefined : store.rows.sourceByUuid(id));
}

/** The attribute of a path, within its source. */
export function findAttribute(
  context: RouteContext,
  source: Readonly<SourceSnapshot>,
  id: string,
  form: NotFoundForm,
): Readonly<SchemaAttribute> {
  const attribute = context.store.rows.attributesOf(source.sourceId).find((one) => one.id === id);
  if (!attribute || !isVisible(context, id)) {
    throw missing(context, "schema attribute", id, form);
  }
  return attribute;
}

/** False for a source (by `sourceId`), attribute or record that has been made too lately for reads to see it. */
export function isVisible({ behaviour, clock, store }: RouteContext, id: string): boolean {
  if (behaviour.visibleAfterMs === 0) return true;
  return store.rows.madeAtMs(id) + behaviour.visibleAfterMs <= clock.now();
}

/** The refusal of what a path names and nothing is. */
export function missing(
  context: RouteContext,
  what: string,
  id: string,
  form: NotFoundForm,
): Error {
  if (form === "404 documented" || context.behaviour.missingObject === "404") return notFound();
  return badRequest("400.1.404", `The ${what} "${id}" was not found.`);
}

/** The body as an object; anything else is a 400. */
export function objectBody(body: unknown): JsonObject {
  if (!isObject(body)) throw badContent(["the body must be an object"]);
  return body;
}

/** Refuses an id that is neither a person nor a governance group. */
export function expectMember({ store }: RouteContext, id: string, field: string): void {
  if (!store.rows.identity(id) && !store.rows.workgroup(id)) throw unknownReference(id, field);
}

/** Refuses an id that is no person. */
export function expectIdentity({ store }: RouteContext, id: string, field: string): void {
  if (!store.rows.identity(id)) throw unknownReference(id, field);
}

/** Refuses an id that is no governance group. */
export function expectWorkgroup({ store }: RouteContext, id: string, field: string): void {
  if (!store.rows.workgroup(id)) throw unknownReference(id, field);
}

/** The refusal of a reference to nothing. */
export function unknownReference(id: string, field: string): Error {
  return badRequest("400.1.404", `${field}: no object has the id "${id}".`);
}
