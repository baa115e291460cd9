import { nonEmployeeRejectApprovalDecisionSchema } from "../../provider/api";
import type { CommandHost } from "../host";
import { commentParser, type DecisionOptions, decisionCommand, runDecision } from "./decide";

/** `approvals reject`: says no to what an approver is asked. */
export function rejectCommand(host: CommandHost) {
  return decisionCommand({
    name: "reject",
    summary: "reject what you are asked, which ends the request",
    operations: ["getNonEmployeeApproval", "listNonEmployeeApprovals", "rejectNonEmployeeRequest"],
    help: "Nobody else is asked after that, and there is no way back but another request.",
    examples: [
      'approvals reject 2c1e388b-1e55-4b0a-ab5c-897f1204159c --comment "the contract has ended"',
    ],
  })
    .requiredOption(
      "--comment <text>",
      "why",
      commentParser(nonEmployeeRejectApprovalDecisionSchema),
    )
    .action((id: string, options: DecisionOptions & { comment: string }) => {
      const { comment } = options;
      return runDecision(host, id, options, {
        verb: "reject",
        state: "REJECTED",
        effect: "this ends the request",
        send: ({ tenant, call }) => tenant.client.rejectNonEmployeeRequest(id, { comment }, call),
      });
    });
}
