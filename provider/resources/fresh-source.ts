/** Looking at a source for a decision that destroys: never by what was read before. */
import type { NonEmployeeSource } from "../api";
import { proveGone } from "./gone";
import type { Call } from "./handler";
import { callOptions, type Tenant } from "./tenant";

/**
 * A source as a fresh, complete list shows it, with its record count; undefined if it is provably gone.
 *
 * @see listNonEmployeeSources
 */
export async function freshSource(
  tenant: Tenant,
  call: Call,
  sourceId: string,
): Promise<NonEmployeeSource | undefined> {
  const options = callOptions(call);
  const sources = await tenant.client.listNonEmployeeSources({ nonEmployeeCount: true }, options);
  const listed = sources.find((source) => source.sourceId === sourceId);
  if (listed) return listed;
  const get = () => tenant.client.getNonEmployeeSource(sourceId, options);
  await proveGone(get, `count the records of source ${sourceId}`);
  return undefined;
}
