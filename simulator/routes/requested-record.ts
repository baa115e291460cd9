/** The record that a request leads to: what must be free for it when it is asked for, and when it is made. */
import type { RouteContext } from "../context";
import { accountNameTaken, expectFreeAccount } from "./record-body";

/**
 * Refuses an account name that a record or another open request has.
 *
 * @param ownRequestId id of the request that is decided on; its own account name does not count
 */
export function expectFreeAccountName(
  context: RouteContext,
  sourceId: string,
  accountName: string,
  ownRequestId?: string,
): void {
  expectFreeAccount(context, sourceId, accountName);
  const { store, behaviour } = context;
  const open = store.rows
    .requests()
    .filter(({ approvalStatus, id }) => approvalStatus === "PENDING" && id !== ownRequestId);
  const others =
    behaviour.accountNames === "tenant" ? open : open.filter((one) => one.sourceId === sourceId);
  if (others.some((other) => other.accountName === accountName)) {
    throw accountNameTaken(accountName);
  }
}
