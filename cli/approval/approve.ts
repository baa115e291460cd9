import { nonEmployeeApprovalDecisionSchema } from "../../provider/api";
import type { CommandHost } from "../host";
import { commentParser, type DecisionOptions, decisionCommand, runDecision } from "./decide";

/** `approvals approve`: says yes to what an approver is asked. */
export function approveCommand(host: CommandHost) {
  return decisionCommand({
    name: "approve",
    summary: "approve what you are asked",
    operations: ["getNonEmployeeApproval", "listNonEmployeeApprovals", "approveNonEmployeeRequest"],
    help: "The next approver is told; when the last one approves, the record of the person is made.",
    examples: [
      "approvals approve 2c1e388b-1e55-4b0a-ab5c-897f1204159c",
      'approvals approve 2c1e388b-1e55-4b0a-ab5c-897f1204159c --comment "as agreed" --yes',
    ],
  })
    .option(
      "--comment <text>",
      "what to say about it",
      commentParser(nonEmployeeApprovalDecisionSchema),
    )
    .action((id: string, options: DecisionOptions & { comment?: string }) => {
      const { comment } = options;
      return runDecision(host, id, options, {
        verb: "approve",
        state: "APPROVED",
        effect: "if nobody else is to be asked, the person's record is made",
        send: ({ tenant, call }) => tenant.client.approveNonEmployeeRequest(id, { comment }, call),
      });
    });
}
