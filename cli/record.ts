import { Command } from "commander";
import type { CommandHost } from "./host";
import { createCommand } from "./record/create";
import { deleteCommand } from "./record/delete";
import { exportRecordsCommand } from "./record/export";
import { getCommand } from "./record/get";
import { listCommand } from "./record/list";
import { statusCommand } from "./record/status";
import { templateCommand } from "./record/template";
import { updateCommand } from "./record/update";
import { uploadCommand } from "./record/upload";

/** `records`: the people of a source, one by one and as files. */
export function recordsCommand(host: CommandHost): Command {
  return new Command("records")
    .description("show, change and upload the records of non-employees")
    .addCommand(listCommand(host))
    .addCommand(getCommand(host))
    .addCommand(createCommand(host))
    .addCommand(updateCommand(host))
    .addCommand(deleteCommand(host))
    .addCommand(exportRecordsCommand(host))
    .addCommand(templateCommand(host))
    .addCommand(uploadCommand(host))
    .addCommand(statusCommand(host));
}
