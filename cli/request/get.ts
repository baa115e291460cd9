import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { printOne } from "../output";
import { requestColumns } from "./list";

/** `requests get`: one request. */
export function getCommand(host: CommandHost) {
  return apiCommand({
    name: "get",
    summary: "show one request",
    operations: ["getNonEmployeeRequest"],
    help: "An administrator sees every request, others see what they have asked for.",
    examples: ["requests get ac110005-7156-1150-8171-5b292e3e0084 --format json"],
  })
    .argument("<id>", "id of the request")
    .action((id: string, options: ApiOptions) => runGet(host, id, options));
}

async function runGet(host: CommandHost, id: string, options: ApiOptions): Promise<void> {
  const { tenant, call } = openRun(host, options);
  const request = await tenant.client.getNonEmployeeRequest(id, call);
  printOne(host, options.format, requestColumns, request);
}
