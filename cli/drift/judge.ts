/** From what the engine has told to what is known of drift: every resource of the state must have been read. */
import {
  hiddenDifferences,
  isIgnored,
  type ManagedType,
  type PropertyDifference,
  propertyDifferences,
  type Severity,
  severities,
} from "../../provider/drift/difference";
import { compareTexts } from "../../provider/manifest/select";
import { counted, listed } from "../../provider/resources/value";
import type { Finding, Told } from "./event";
import { type ManagedResource, nameOf, type StackState } from "./state";

/** One difference between a stack and its tenant. */
export interface DriftDifference extends Partial<PropertyDifference> {
  /** `changed` is one property; the others are whole objects. */
  change: "changed" | "deleted" | "unmanaged";
  severity: Severity;
  type: ManagedType;
  /** Name in the program; of what nobody declares, its name in the tenant. */
  resource: string;
  /** Id in the tenant. */
  id: string;
  /** Of what the stack manages. */
  urn?: string;
  /** Base URL of the tenant. */
  tenantUrl?: string;
}

/** What is known of the drift of a stack. */
export interface Verdict {
  /** What counts. */
  differences: DriftDifference[];
  /** Changed properties that were under `ignoreChanges` at the last `pulumi up`. */
  ignored: DriftDifference[];
  /** Why it cannot be told whether there is more; empty if everything was looked at. */
  problems: string[];
}

const maxNames = 5;

/** Operations of a refresh that say how it has ended for a resource. */
const operations = ["same", "update", "delete"];

/**
 * Judges a refresh by its events and its exit code.
 *
 * @param state as it was before the refresh
 */
export function judge(state: StackState, told: Told, code: number): Verdict {
  const verdict: Verdict = { differences: [], ignored: [], problems: [] };
  const findingOf = finder(state, told);
  for (const resource of state.managed) {
    const finding = findingOf(resource);
    if (!finding) continue;
    if (!operations.includes(finding.op)) {
      verdict.problems.push(
        `${resource.name}: the engine did "${finding.op}", of which it is not known what it means for drift; use another version of the Pulumi CLI`,
      );
      continue;
    }
    addFinding(verdict, resource, finding);
  }
  const unread = state.managed.filter((resource) => findingOf(resource) === undefined);
  verdict.problems.push(...problemsOf(state, told, { code, unread }));
  return verdict;
}

/**
 * What was read of a resource, unless that failed. Where the program has given it another name, it is told under that: then its id
 * says which it is, if nothing else has that id.
 */
function finder({ managed }: StackState, { findings, failed }: Told) {
  const urns = new Set(managed.map(({ urn }) => urn));
  const strangers = [...findings].filter(([urn]) => !urns.has(urn));
  const findingsById = Map.groupBy(strangers, ([urn, { id }]) => `${typeIn(urn)} ${id}`);
  const resourcesById = Map.groupBy(managed, ({ urn, id }) => `${typeIn(urn)} ${id}`);
  return ({ urn, id }: ManagedResource): Finding | undefined => {
    if (failed.has(urn)) return undefined;
    const own = findings.get(urn);
    if (own) return own.id === id ? own : undefined;
    const key = `${typeIn(urn)} ${id}`;
    const [only, ...others] = findingsById.get(key) ?? [];
    return others.length === 0 && resourcesById.get(key)?.length === 1 ? only?.[1] : undefined;
  };
}

/** The type of the resource alone, without those of its parents. */
function typeIn(urn: string): string | undefined {
  return urn.split("::")[2]?.split("$").at(-1);
}

/** The worst first, then by resource and property. */
export function inOrder(differences: readonly DriftDifference[]): DriftDifference[] {
  const keyOf = ({ severity, resource, path = "" }: DriftDifference) =>
    `${severities.indexOf(severity)} ${resource} ${path}`;
  return differences.toSorted((a, b) => compareTexts(keyOf(a), keyOf(b)));
}

function addFinding(verdict: Verdict, resource: ManagedResource, finding: Finding): void {
  const { type, name, id, urn, tenantUrl, ignoreChanges } = resource;
  const common = { type, resource: name, id, urn, ...(tenantUrl !== undefined && { tenantUrl }) };
  if (finding.after === undefined || finding.op === "delete") {
    verdict.differences.push({ ...common, change: "deleted", severity: "data-destroying" });
    return;
  }
  if (finding.op === "same") return;
  const [before, after] = [finding.before, finding.after];
  const seen = propertyDifferences(type, before.inputs, after.inputs);
  const hidden = hiddenDifferences(type, before, after);
  const known = [...seen, ...hidden.differing];
  // The engine says that something differs. What is not shown may be it, or may be another difference beside those that are seen.
  const all = [...known, ...hidden.unknown];
  const toDifference = (one: PropertyDifference): DriftDifference => {
    return { ...common, change: "changed", ...one };
  };
  const counts = ({ path }: PropertyDifference) => !isIgnored(path, ignoreChanges);
  // What may be it is listed as ignored only where nothing else can be it.
  const listable = known.length > 0 || all.some(counts) ? known : all;
  verdict.ignored.push(...listable.filter((one) => !counts(one)).map(toDifference));
  verdict.differences.push(...all.filter(counts).map(toDifference));
  if (all.length === 0) {
    verdict.differences.push({ ...common, change: "changed", severity: "functional" });
  }
}

function problemsOf(
  state: StackState,
  told: Told,
  { code, unread }: { code: number; unread: readonly ManagedResource[] },
): string[] {
  const problems = messagesOf(told);
  const total = counted(state.managed.length, "resource");
  const isLookedUp = ({ urn }: ManagedResource) => told.lookedUp.has(urn);
  const taken = unread.filter(isLookedUp);
  const left = unread.filter((resource) => !isLookedUp(resource));
  if (taken.length > 0) {
    problems.push(
      `${some(taken.map(({ name }) => name))}: the program looks up what the stack still manages; run \`pulumi up\` first`,
    );
  }
  if (left.length > 0) {
    const read = state.managed.length - unread.length;
    problems.push(
      `only ${read} of ${total} could be read; not ${some(left.map(({ name }) => name))}`,
    );
  }
  if (told.unread !== undefined) {
    problems.push(`the Pulumi CLI said what is not understood: ${told.unread}`);
  }
  if (problems.length === 0 && (code !== 0 || !told.isComplete)) {
    problems.push(`\`pulumi refresh --preview-only\` did not come to its end (exit code ${code})`);
  }
  return problems;
}

/** Each message once, with all resources that it is about. */
function messagesOf({ errors }: Told): string[] {
  const byMessage = Map.groupBy(errors, ({ message }) => message.replace(/^Preview failed: /, ""));
  // What the engine says at the end, whatever went wrong before.
  if (byMessage.size > 1) byMessage.delete("preview failed");
  return [...byMessage].map(([message, all]) => {
    const names = new Set(all.flatMap(({ urn }) => (urn === undefined ? [] : [nameOf(urn)])));
    return names.size === 0 ? message : `${some([...names])}: ${message}`;
  });
}

/** The first of the names, and how many there are besides. */
function some(names: readonly string[]): string {
  const shown = names.toSorted(compareTexts).slice(0, maxNames);
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(", ")} and ${left} more` : listed(shown);
}
