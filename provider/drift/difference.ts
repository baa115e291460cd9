/**
 * What differs between a resource as a stack has it and as its tenant has it, and how bad that is. Decides by the same field
 * tables as the resources do, and asks nobody.
 */
import type { Field } from "../resources/field";
import { isEqual } from "../resources/field";
import type { Props, Value } from "../resources/handler";
import { nonEmployeeSourceFields } from "../resources/non-employee-source-field";
import { schemaAttributeFields } from "../resources/schema-attribute-field";
import { canonical } from "../resources/value";

/** The resources whose drift is told. */
export const managedTypes = ["NonEmployeeSource", "SchemaAttribute"] as const;
export type ManagedType = (typeof managedTypes)[number];

/**
 * `data-destroying`: values of people's records are gone, or will be when `pulumi up` repairs it; `functional`: something works in
 * another way; `cosmetic`: people read another text.
 */
export const severities = ["data-destroying", "functional", "cosmetic"] as const;
export type Severity = (typeof severities)[number];

/** A property that has another value in the tenant. */
export interface PropertyDifference {
  /** Property path, such as `owner` or `approvers[1]`. */
  path: string;
  severity: Severity;
  /** What the stack has; absent where it has nothing. */
  declared?: Value;
  /** What the tenant has; absent where it has nothing. */
  found?: Value;
}

/** What the engine shows in place of a secret. */
export const hiddenValue = "[secret]";

const fieldsOf: Readonly<Record<ManagedType, readonly Field[]>> = {
  NonEmployeeSource: nonEmployeeSourceFields,
  SchemaAttribute: schemaAttributeFields,
};

/**
 * The properties in which the two differ for the tenant: another declaration of the same person is no difference, nor is
 * another order of account managers. In a list of approvers of the same length each place counts by itself.
 */
export function propertyDifferences(
  type: ManagedType,
  declared: Props,
  found: Props,
): PropertyDifference[] {
  return fieldsOf[type].flatMap((field) => {
    const [before, after] = [declared[field.name], found[field.name]];
    if (field.change === "computed" || isEqual(field, before, after)) return [];
    return placesOf(field, before, after).map(([path, old, now]) => ({
      path,
      severity: severityOf(field),
      ...(old !== undefined && { declared: old }),
      ...(now !== undefined && { found: now }),
    }));
  });
}

/** The outputs that tell whether a reference is another one, also where the engine hides the reference itself. */
const idOutputs: Readonly<Record<string, string>> = {
  owner: "ownerId",
  managementWorkgroup: "managementWorkgroupId",
  approvers: "approverIds",
  accountManagers: "accountManagerIds",
};

/** A resource as the engine shows it: what it does not show is {@link hiddenValue}. */
export interface Shown {
  inputs: Props;
  outputs: Props;
}

/**
 * The properties whose value the engine hides. Of a reference the ids among the outputs tell whether it differs; of the rest nobody
 * knows.
 */
export function hiddenDifferences(
  type: ManagedType,
  declared: Shown,
  found: Shown,
): { differing: PropertyDifference[]; unknown: PropertyDifference[] } {
  const [differing, unknown]: [PropertyDifference[], PropertyDifference[]] = [[], []];
  for (const field of fieldsOf[type]) {
    const { name, change } = field;
    const [old, now] = [declared.inputs[name], found.inputs[name]];
    // What differs in spite of it is seen.
    if (change === "computed" || !isEqual(field, old, now)) continue;
    if (!isHidden(old) && !isHidden(now)) continue;
    const difference = {
      path: name,
      severity: severityOf(field),
      declared: hiddenValue,
      found: hiddenValue,
    };
    const output = idOutputs[name] ?? name;
    const [before, after] = [declared.outputs[output], found.outputs[output]];
    if (output === name || isHidden(before) || isHidden(after)) unknown.push(difference);
    else if (canonical(before) !== canonical(after)) differing.push(difference);
  }
  return { differing, unknown };
}

function isHidden(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(isHidden);
  if (typeof value === "object" && value !== null) return Object.values(value).some(isHidden);
  return value === hiddenValue;
}

function severityOf({ change, isCosmetic = false }: Field): Severity {
  if (change === "replace") return "data-destroying";
  return isCosmetic ? "cosmetic" : "functional";
}

type Place = [path: string, declared: Value | undefined, found: Value | undefined];

function placesOf(field: Field, before: Value | undefined, after: Value | undefined): Place[] {
  const isOrdered = field.name === "approvers";
  const isSameLength =
    Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  if (!isOrdered || !isSameLength) return [[field.name, before, after]];
  return before.flatMap((old, index): Place[] => {
    const now = after[index];
    if (isEqual(field, [old], [now ?? null])) return [];
    return [[`${field.name}[${index}]`, old, now]];
  });
}

/** True if a path of `ignoreChanges` covers the path of a property; one that is none covers nothing. */
export function isIgnored(path: string, ignoreChanges: readonly string[]): boolean {
  const parts = partsOf(path) ?? [];
  return ignoreChanges.some((pattern) =>
    partsOf(pattern)?.every((part, index) => part === "*" || part === parts[index]),
  );
}

const part = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|\.?([^.[\]"]+)/y;

/** `approvers[1]` and `["approvers"][1]` are `approvers`, `1`; undefined for what is no property path. */
function partsOf(path: string): string[] | undefined {
  const parts: string[] = [];
  part.lastIndex = 0;
  let end = 0;
  for (let match = part.exec(path); match; match = part.exec(path)) {
    parts.push(match[1] ?? match[2] ?? match[3] ?? "");
    end = part.lastIndex;
  }
  return end === path.length && parts.length > 0 ? parts : undefined;
}
