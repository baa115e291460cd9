/** Judges exchanges by the official OpenAPI files: requests and answers alike. */
import type { LoggedRequest } from "../../simulator/index";
import { acceptance } from "./accepted";
import { type Deviation, found } from "./deviation";
import { judgeAnswer } from "./judge-answer";
import { judgeRequest } from "./judge-request";
import { OAUTH } from "./oauth";
import {
  type Contract,
  contractOf,
  fileOf,
  fitsTemplate,
  type Operation,
  readContract,
  splitPath,
} from "./openapi";
import { Validators } from "./validator";

const FILES = ["nelm-v1", "nelm-v2025", "nelm-v2026", "nelm-beta", "neighbours-v2025"] as const;

/** What a judge says of an exchange. */
export interface Verdict {
  /** The operation; absent where no file has it. */
  operation?: Operation;
  /** What differs from the files. */
  deviations: Deviation[];
  /** Why what differs as well is right all the same, once for each difference. */
  accepted: string[];
}

export interface Judge {
  contracts: ReadonlyMap<string, Contract>;
  /**
   * What in an exchange differs from the files. Scripted answers are not judged, their requests are. Switches with which the
   * tenant leaves the contract on purpose are in the entry.
   */
  judge(entry: LoggedRequest): Deviation[];
  /** The same with all that is to be told of the exchange. */
  examine(entry: LoggedRequest): Verdict;
}

export function createJudge(): Judge {
  const contracts = new Map<string, Contract>(FILES.map((file) => [file, readContract(file)]));
  contracts.set("oauth", contractOf("oauth", OAUTH));
  const validators = new Validators(contracts);
  const examine = (entry: LoggedRequest): Verdict => {
    const operation = findOperation(contracts, entry);
    const all = operation
      ? [
          ...judgeRequest(operation, entry, validators),
          ...judgeAnswer(operation, entry, validators),
        ]
      : [found("request", "operation", "unknown", `no file has ${entry.method} ${entry.path}`)];
    const ofTemplate = { ...entry, template: operation?.template };
    const judged = all.map((deviation) => ({
      deviation,
      because: acceptance(deviation, ofTemplate),
    }));
    return {
      operation,
      deviations: judged.flatMap(({ deviation, because }) => (because ? [] : [deviation])),
      accepted: judged.flatMap(({ because }) => because ?? []),
    };
  };
  return { contracts, examine, judge: (entry) => examine(entry).deviations };
}

function findOperation(
  contracts: ReadonlyMap<string, Contract>,
  { method, path }: LoggedRequest,
): Operation | undefined {
  const { version, segments } = splitPath(path);
  const isOAuth = version === undefined && segments[0] === "oauth";
  const file = isOAuth ? "oauth" : version && fileOf(version, segments[0] ?? "");
  if (!file) return undefined;
  const fitting = contracts
    .get(file)
    ?.operations.filter((one) => one.method === method && fitsTemplate(one.template, segments));
  return fitting?.find(({ template }) => !template.endsWith("}")) ?? fitting?.[0];
}
