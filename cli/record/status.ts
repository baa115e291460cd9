import { BulkUploadError, type BulkUploadProgress } from "../../provider/api";
import { type ApiOptions, type ApiRun, apiCommand, openRun } from "../api-command";
import { type CommandHost, type TellProgress, withProgress } from "../host";
import { columnsOf, printOne } from "../output";
import { printable } from "../printable";
import { findSourceOf, sourceForm } from "../source";

const noStatusSeconds = 60;
const totalSeconds = 1800;

interface Options extends ApiOptions {
  source: string;
  wait?: boolean;
}

interface UploadStatus {
  sourceId: string;
  name: string;
  status: string | null;
}

const columns = columnsOf<UploadStatus>("sourceId", "name", "status");

/** `records status`: where the newest upload to a source is. */
export function statusCommand(host: CommandHost) {
  return apiCommand({
    name: "status",
    summary: "show where the newest upload to a source is",
    operations: ["getNonEmployeeBulkUploadStatus", "listNonEmployeeSources"],
    help: `PENDING, IN_PROGRESS, COMPLETED or ERROR; nothing where it was just submitted, and where there never was one. The API tells
neither which upload that is nor what is wrong with its rows.`,
    examples: ["records status --source Contractors --wait"],
  })
    .requiredOption("--source <source>", sourceForm)
    .option(
      "--wait",
      "wait until it has ended, for 30 minutes at most; exit with 1 if it ends with errors",
    )
    .action((options: Options) => runStatus(host, options));
}

async function runStatus(host: CommandHost, options: Options): Promise<void> {
  const run = openRun(host, options);
  const { sourceId, name } = await findSourceOf(run.tenant, run.call, options.source);
  const what = `the upload to source "${printable(name)}" of ${run.label}`;
  const { status } = options.wait
    ? await withProgress(host, `waiting for ${what}, in seconds`, (tell) =>
        waitForEnd(run, { sourceId, what, tell }),
      )
    : await run.tenant.client.getNonEmployeeBulkUploadStatus(sourceId, run.call);
  printOne(host, options.format, columns, { sourceId, name, status });
}

interface Waiting {
  sourceId: string;
  what: string;
  tell: TellProgress;
}

/** Without a status for a minute there is nothing to wait for. */
async function waitForEnd({ tenant, call }: ApiRun, { sourceId, what, tell }: Waiting) {
  const wait = async (totalTimeoutSeconds: number) => {
    const onProgress = ({ waitedMs }: BulkUploadProgress) => tell(Math.round(waitedMs / 1000));
    const options = { totalTimeoutSeconds, onProgress };
    return await tenant.client.waitForBulkUpload(sourceId, options, call);
  };
  try {
    return await wait(noStatusSeconds);
  } catch (error) {
    if (!(error instanceof BulkUploadError) || !error.isTimedOut) throw error;
    if (error.status === null) {
      throw new Error(
        `there is no upload to wait for: ${what} has had no status for ${noStatusSeconds} s. If one was submitted just now, run the command again later`,
        { cause: error },
      );
    }
  }
  try {
    return await wait(totalSeconds);
  } catch (error) {
    if (!(error instanceof BulkUploadError) || !error.isTimedOut) throw error;
    throw new Error(
      `${what} is still ${error.status} after ${totalSeconds / 60} minutes. Run the command again to wait longer; do not upload again before it has ended`,
      { cause: error },
    );
  }
}
