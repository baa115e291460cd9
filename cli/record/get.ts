import { type ApiOptions, apiCommand, openRun } from "../api-command";
import type { CommandHost } from "../host";
import { printOne } from "../output";
import { recordColumns } from "./list";

/** `records get`: one record. */
export function getCommand(host: CommandHost) {
  return apiCommand({
    name: "get",
    summary: "show one record",
    operations: ["getNonEmployeeRecord"],
    examples: ["records get ef38f94347e94562b5bb8424a56397d8 --format json"],
  })
    .argument("<id>", "id of the record")
    .action(async (id: string, options: ApiOptions) => {
      const { tenant, call } = openRun(host, options);
      const record = await tenant.client.getNonEmployeeRecord(id, call);
      printOne(host, options.format, recordColumns, record);
    });
}
