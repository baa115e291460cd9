/** The source that a command is told by its name or id. */
import { type CallOptions, HttpError, type NonEmployeeSource } from "../provider/api";
import { byName, findSource } from "../provider/resources/find";
import type { Tenant } from "../provider/resources/tenant";
import { listed } from "../provider/resources/value";
import { printable } from "./printable";

/** What the option takes, for help texts. */
export const sourceForm =
  "name or sourceId of the source; name:<name> where a name looks like an id";

/**
 * The source of that name or id; for whoever may not list all, among those that they manage.
 *
 * @param text 32 hex digits are an id, all else is a name, with or without `name:` before it
 * @throws ResourceError or Error if there is none, or more than one
 * @see listNonEmployeeSources
 */
export async function findSourceOf(
  tenant: Tenant,
  call: CallOptions,
  text: string,
): Promise<NonEmployeeSource> {
  const name = text.startsWith(byName) ? text.slice(byName.length) : text;
  const by = isId(text) ? { sourceId: text } : { name };
  try {
    return await findSource(tenant, call, by);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 403) throw error;
    return await findManagedSource(tenant, call, by);
  }
}

/**
 * The same where the API itself refuses an unknown id, since the id stands in the path or the body: whoever may not list all sources may
 * still ask, create or read there, as the owner of a source and a source administrator may. A sourceId is left for the API to judge then.
 * Not for lists, nor for the status of an upload, of which no 404 is documented: those of an unknown source would look empty.
 *
 * @throws as `findSourceOf`
 * @see listNonEmployeeSources
 */
export async function findSourceToAsk(
  tenant: Tenant,
  call: CallOptions,
  text: string,
): Promise<Pick<NonEmployeeSource, "sourceId" | "name">> {
  try {
    return await findSourceOf(tenant, call, text);
  } catch (error) {
    if (error instanceof NotManagedError && isId(text)) return { sourceId: text, name: text };
    throw error;
  }
}

function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** The source is none of those that the user manages, and the user may not list all. */
class NotManagedError extends Error {
  override readonly name = "NotManagedError";
}

/** Account managers are no administrators, and may list their own sources all the same. */
async function findManagedSource(
  { client, url }: Tenant,
  call: CallOptions,
  by: { name: string } | { sourceId: string },
): Promise<NonEmployeeSource> {
  const sources = await client.listNonEmployeeSources({ requestedFor: "me" }, call);
  const [source, ...others] = sources.filter((one) =>
    "name" in by ? one.name === by.name : one.sourceId === by.sourceId,
  );
  if (source !== undefined && others.length === 0) return source;
  const what = "name" in by ? `name "${by.name}"` : `sourceId "${by.sourceId}"`;
  const found = [source, ...others].flatMap((one) => (one ? [one.sourceId] : []));
  if (found.length > 0) {
    throw new Error(
      `${found.length} of the non-employee sources that the user of these credentials manages in ${url} have the ${what}: ${listed(found)}. Name the right one by its sourceId`,
    );
  }
  const names = sources.map(({ name }) => `"${printable(name)}"`);
  const managed = names.length > 0 ? `manages ${listed(names)}` : "manages none";
  throw new NotManagedError(
    `no non-employee source that the user of these credentials manages in ${url} has the ${what}: the user ${managed}, and only an administrator (ORG_ADMIN) may look among all`,
  );
}
