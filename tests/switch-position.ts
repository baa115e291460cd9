/** The positions of the simulator's switches that a Pulumi program, or a check of one, can see. */
import { BEHAVIOUR_POSITIONS, type Behaviour, DEFAULT_BEHAVIOUR } from "../simulator";

/** Switches of operations on records, uploads, requests and approvals alone: no program and no check of one calls these. */
export const withoutProgram: readonly (keyof Behaviour)[] = [
  "accountNames",
  "accountNameChange",
  "unknownData",
  "requiredData",
  "endDateEditors",
  "restrictedUpdate",
  "recordDates",
  "bulkDeleteUnknown",
  "uploadColumns",
  "uploadErrors",
  "uploadOverlap",
  "uploadStatus",
  "bulkJobMs",
  "noApprovers",
  "requestsFor",
  "approvalsFor",
  "deletedApprovals",
  "decidedDelete",
  "withoutDetail",
  "unsetDecisions",
];

/** One position of one switch. */
export interface SwitchPosition {
  name: string;
  value: unknown;
}

/** All others, the default ones among them. */
export const programPositions: readonly SwitchPosition[] = Object.entries<readonly unknown[]>(
  BEHAVIOUR_POSITIONS,
)
  .filter(([name]) => !withoutProgram.some((other) => other === name))
  .flatMap(([name, values]) => values.map((value) => ({ name, value })));

const defaults = new Map<string, unknown>(Object.entries(DEFAULT_BEHAVIOUR));

/** Every position but the default ones, which are all the same tenant. */
export const otherPositions: readonly SwitchPosition[] = programPositions.filter(
  ({ name, value }) => defaults.get(name) !== value,
);
