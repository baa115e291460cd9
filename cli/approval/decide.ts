/** Deciding on what an approver is asked: what `approvals approve` and `approvals reject` have in common. */
import { InvalidArgumentError } from "commander";
import type { z } from "zod";
import {
  type ApprovalStatus,
  isAnswerLost,
  type NonEmployeeApprovalItem,
  type NonEmployeeApprovalItemDetail,
} from "../../provider/api";
import { sentence } from "../../provider/resources/handler";
import {
  type ApiCommandText,
  type ApiOptions,
  type ApiRun,
  apiCommand,
  openRun,
} from "../api-command";
import { confirm, yesOption } from "../confirm";
import type { CommandHost } from "../host";
import { lookForEffect } from "../lost-answer";
import { printOne } from "../output";
import { personText } from "../person";
import { printable } from "../printable";
import { approvalColumns } from "./list";

/** The options of a decision but for its comment. */
export interface DecisionOptions extends ApiOptions {
  yes?: boolean;
}

/** A decision, and how it is sent. */
export interface Decision {
  verb: "approve" | "reject";
  /** The state of the item afterwards. */
  state: ApprovalStatus;
  /** What follows from it, for the question. */
  effect: string;
  /** Sends it, once. */
  send(run: ApiRun): Promise<NonEmployeeApprovalItem>;
}

/** A command that decides, without its comment. */
export function decisionCommand(text: ApiCommandText & { help: string }) {
  return apiCommand({
    ...text,
    help: `${text.help}
It needs the token of the user who is asked, or of a member of the governance group that is. A decision is never sent twice.`,
  })
    .argument("<id>", "id of the approval, not of its request")
    .addOption(yesOption());
}

/** Refuses a comment that the API would not take, before anybody is asked anything. */
export function commentParser(schema: z.ZodType): (text: string) => string {
  return (text) => {
    if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
    const [issue] = schema.safeParse({ comment: text }).error?.issues ?? [];
    if (issue !== undefined)
      throw new InvalidArgumentError(`It is not possible: ${issue.message}.`);
    return text;
  };
}

/** Reads what is asked, has it confirmed, decides, and shows the item as it is then. */
export async function runDecision(
  host: CommandHost,
  id: string,
  { yes, ...options }: DecisionOptions,
  decision: Decision,
): Promise<void> {
  const run = openRun(host, options);
  const item = await run.tenant.client.getNonEmployeeApproval(id, {}, run.call);
  const what = whatOf(item, run);
  await expectDecidable(run, item, `${decision.verb} ${what}`);
  await confirm(host, `${decision.verb} ${what}; ${decision.effect}`, yes);
  const decided = await decideOnce(host, run, id, decision);
  printOne(host, options.format, approvalColumns, decided);
  host.err(`${decision.state.toLowerCase()} ${what}`);
}

/** `approval 2c1e... of William Smith (william.smith) for source "Contractors" of tenant ...`. */
function whatOf(item: NonEmployeeApprovalItemDetail, { label }: ApiRun): string {
  const { accountName, nonEmployeeRequest: request } = item;
  const source = request?.nonEmployeeSource?.name ?? request?.nonEmployeeSource?.sourceId;
  const where = source ? ` for source "${printable(source)}"` : "";
  return `approval ${printable(item.id)} of ${personText({ accountName, ...request })}${where} of ${label}`;
}

/** Why an item cannot be decided on. */
const obstacles: Readonly<Record<string, string>> = {
  NOT_READY: "another approver has to decide first",
  APPROVED: "it has been decided on already",
  REJECTED: "it has been decided on already",
  CANCELLED: "its request was rejected or deleted",
};

/** @throws Error if the API would refuse the decision, as far as that can be told */
async function expectDecidable(
  run: ApiRun,
  item: NonEmployeeApprovalItemDetail,
  what: string,
): Promise<void> {
  const { approvalStatus: state, approver } = item;
  if (state !== "PENDING" && state !== null && state !== undefined) {
    const why = obstacles[state] === undefined ? "" : `: ${obstacles[state]}`;
    throw new Error(
      `${what}: it is ${printable(state)} and not PENDING${why}; nothing was written`,
    );
  }
  // Only the tenant knows for certain who is in a group.
  if (approver?.type === "IDENTITY" && !(await isForTokenUser(run, item))) {
    const who = printable([approver.name, approver.id].filter(Boolean).join(", id "));
    throw new Error(
      `${what}: it asks somebody else (${who}), who alone can decide; nothing was written. Use a personal access token of that person`,
    );
  }
}

/** The token may tell whose it is, and the list of approvals knows it. */
async function isForTokenUser(
  { tenant, call }: ApiRun,
  { id, approver }: NonEmployeeApprovalItemDetail,
): Promise<boolean> {
  const { identityId } = await tenant.client.authenticate(call);
  if (identityId !== undefined && identityId === approver?.id) return true;
  const query = { requestedFor: "me", approvalStatus: "PENDING" } as const;
  for await (const own of tenant.client.listNonEmployeeApprovals(query, call)) {
    if (own.id === id) return true;
  }
  return false;
}

/** The item as it is decided. @throws Error if it is not, or nobody can tell */
async function decideOnce(
  host: CommandHost,
  run: ApiRun,
  id: string,
  decision: Decision,
): Promise<NonEmployeeApprovalItem> {
  const isDone = (item: NonEmployeeApprovalItem) => item.approvalStatus === decision.state;
  try {
    const answer = await decision.send(run);
    if (isDone(answer)) return answer;
  } catch (error) {
    if (host.signal.aborted || !isAnswerLost(error)) throw error;
    const found = await lookAgain(run, id, error, isDone);
    host.err(`the answer was lost, but the approval is ${decision.state}`);
    return found;
  }
  const other = new Error(
    `${decision.verb} approval ${id}: the tenant answered with another state`,
  );
  return await lookAgain(run, id, other, isDone);
}

async function lookAgain(
  run: ApiRun,
  id: string,
  reason: unknown,
  isDone: (item: NonEmployeeApprovalItem) => boolean,
): Promise<NonEmployeeApprovalItem> {
  let last: NonEmployeeApprovalItemDetail | undefined;
  const done = await lookForEffect(run, reason, async () => {
    last = await run.tenant.client.getNonEmployeeApproval(id, {}, run.call);
    return isDone(last) ? last : undefined;
  });
  if (done !== undefined) return done;
  throw notDone(id, last?.approvalStatus, reason);
}

function notDone(id: string, status: string | null | undefined, reason: unknown): Error {
  const state = printable(status ?? "of no state");
  const told =
    status === "PENDING"
      ? `The approval is still PENDING: the decision did not take effect so far. Look once more (approvals get ${id}) before you run the command again`
      : `The approval is ${state} now: the decision did not take effect`;
  return new Error(`${sentence(reason)} ${told}.`, { cause: reason });
}
