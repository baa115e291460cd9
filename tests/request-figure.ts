/** How many requests each operation costs: asserted with the real engine, and held against the table of the README. */

/** One line of the table. `n` stands for the attributes of a source, `S` for the sources. */
export interface RequestFigure {
  operation: string;
  /** Requests that read sources and attributes. */
  reads: string;
  /** Requests that look up people (one of two) and governance groups (the other). */
  lookUps: string;
  writes: string;
}

const figure = (operation: string, reads: string, lookUps: string, writes: string) => ({
  operation,
  reads,
  lookUps,
  writes,
});

/** The lines of the table, by what the test calls them. */
export const requestFigures = {
  create: figure("create a source with n attributes, without preview", "2", "2", "1 + n"),
  createWithPreview: figure("the same, with the preview of `pulumi up`", "3", "4", "1 + n"),
  noChange: figure("`up` without a change", "0", "0", "0"),
  refresh: figure("refresh of S sources with any number of attributes", "2 + S", "0", "0"),
  gate: figure("drift gate of the same", "2 + S", "0", "0"),
  gateAfterDrift: figure("drift gate, one owner changed by hand", "2 + S", "1", "0"),
  drift: figure("the command `drift`", "2 + S", "0", "0"),
  driftOfOwner: figure("the same, one owner changed by hand", "2 + S", "1", "0"),
  rename: figure("rename a source, or change its description", "1", "0", "1"),
  owner: figure("change the owner, or the management workgroup", "1", "1", "1"),
  approvers: figure("change approvers or account managers", "1", "1", "1"),
  sameOwner: figure("declare the same owner in another form", "0", "1", "0"),
  attribute: figure("change an attribute", "1", "0", "1"),
  addAttribute: figure("add an attribute to a source that exists", "1", "0", "1"),
  addRequired: figure("the same, if it is required", "2", "0", "1"),
  removeAttribute: figure("remove an attribute", "1", "0", "1"),
  destroy: figure("destroy a source with all its attributes", "1", "0", "1"),
} satisfies Record<string, RequestFigure>;

/** What a formula such as `2 + S` comes to. */
export function numberOf(formula: string, numbers: Readonly<Record<string, number>>): number {
  const parts = formula.split(" + ").map((part) => numbers[part] ?? Number(part));
  return parts.reduce((sum, part) => sum + part, 0);
}
