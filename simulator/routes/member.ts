/** Approvers and account managers as requests give them: objects with an id, in a patch bare ids as well. */
import { badContent } from "../error-body";
import { isObject, type JsonObject } from "../json";
import type { PatchOperation } from "../json-patch";
import type { Behaviour, Limits } from "../settings";

/** The people of a source. */
export interface Members {
  approvers: string[];
  accountManagers: string[];
}

/** The ids of both lists of a body, bare ones only where they are taken. */
export function membersOf(
  body: JsonObject,
  limits: Limits,
  { takesBareIds }: { takesBareIds: boolean },
): Members {
  return {
    approvers: memberIds(body, "approvers", limits, takesBareIds),
    accountManagers: memberIds(body, "accountManagers", limits, takesBareIds),
  };
}

/**
 * The ids of a list of references; absent and null are an empty list. Too long a list is bad content and no limit violation:
 * its highest length stands in the schema of the body, like types and required fields.
 */
function memberIds(
  body: JsonObject,
  field: keyof Members,
  { [field]: highest }: Limits,
  takesBareIds: boolean,
): string[] {
  const list = body[field] ?? [];
  if (!Array.isArray(list)) throw badContent([`${field} must be a list`]);
  if (list.length > highest)
    throw badContent([`${field} must not have more than ${highest} entries`]);
  return list.map((entry, index) => {
    const id = isObject(entry) ? entry.id : takesBareIds ? entry : undefined;
    if (typeof id === "string" && id !== "") return id;
    throw badContent([`${field}[${index}].id is required`]);
  });
}

/** Refuses patch values in a form that this tenant does not take. */
export function refuseMemberForms(
  operations: readonly PatchOperation[],
  accepted: Behaviour["patchReferences"],
): void {
  if (accepted === "both") return;
  for (const { op, path, value } of operations) {
    const [field = ""] = path;
    if (field !== "approvers" && field !== "accountManagers") continue;
    if (op !== "add" && op !== "replace") continue;
    const entries = Array.isArray(value) ? value : [value];
    const isAccepted = (entry: unknown) =>
      accepted === "strings" ? typeof entry === "string" : isObject(entry);
    if (!entries.every(isAccepted)) {
      const form = accepted === "strings" ? "an id" : "an object with an id";
      throw badContent([`each of ${field} must be ${form}`]);
    }
  }
}
