import { isNotFound } from "../../provider/api";
import { sentence } from "../../provider/resources/handler";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import { confirm, printFirst, yesOption } from "../confirm";
import type { CommandHost } from "../host";
import { mayBeDeleted } from "../lost-answer";
import { printOne } from "../output";
import { personText } from "../person";
import { printable } from "../printable";
import { requestColumns, sourceNameOf } from "./list";

interface Options extends ApiOptions {
  yes?: boolean;
}

/** `requests delete`: takes a request back. */
export function deleteCommand(host: CommandHost) {
  return apiCommand({
    name: "delete",
    format: "json",
    summary: "delete a request, and show what it was",
    operations: ["getNonEmployeeRequest", "deleteNonEmployeeRequest"],
    help: "Nobody is asked to approve it any more. A record that it has led to stays.",
    examples: [
      "requests delete ac110005-7156-1150-8171-5b292e3e0084",
      "requests delete ac110005-7156-1150-8171-5b292e3e0084 --yes --format json > deleted.json",
    ],
  })
    .argument("<id>", "id of the request")
    .addOption(yesOption())
    .action((id: string, options: Options) => runDelete(host, id, options));
}

async function runDelete(
  host: CommandHost,
  id: string,
  { yes, ...options }: Options,
): Promise<void> {
  const run = openRun(host, options);
  const request = await run.tenant.client.getNonEmployeeRequest(id, run.call);
  const what = `request ${printable(id)} (${printable(request.approvalStatus ?? "of no state")}) for ${personText(request)} in source "${printable(sourceNameOf(request))}" of ${run.label}`;
  await confirm(host, `delete ${what}`, yes);
  await printFirst(host, () => printOne(host, options.format, requestColumns, request));
  // Not the id of the answer, which the API's documents describe as that of the source.
  await deleteOnce(run, id);
  host.err(`deleted ${what}`);
}

/** Deletes the request; if the API does not say that it did, looks. */
async function deleteOnce({ tenant, call }: ApiRun, id: string): Promise<void> {
  try {
    await tenant.client.deleteNonEmployeeRequest(id, call);
  } catch (error) {
    // Not found: somebody else was faster, if it is gone.
    if (!isNotFound(error) && !mayBeDeleted(error)) throw error;
    try {
      await tenant.client.getNonEmployeeRequest(id, call);
    } catch (second) {
      if (isNotFound(second)) return;
      throw new Error(
        `${sentence(error)} Reading the request failed as well: ${sentence(second)} It may be deleted; what it was is on standard output.`,
        { cause: error },
      );
    }
    throw new Error(`${sentence(error)} The request is still there.`, { cause: error });
  }
}
