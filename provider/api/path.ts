import { ArgumentError } from "./error";
import type { Operation } from "./operation";

/** Every API version that the client speaks; only the form of the path differs between them. */
export const apiVersions = ["v1", "v2026", "v2025", "v2024", "v3", "beta"] as const;

/**
 * Version of the API. `v1` is the per-service scheme, which has no published end; `beta` is deprecated.
 *
 * @default "v1"
 */
export type ApiVersion = (typeof apiVersions)[number];

/** Values of the parameters of a path, unencoded, by the names in the operation's template. */
export type PathParameters = Readonly<Record<string, string>>;

/** `v3` and `beta` lack some of the neighbours, so all neighbours go through a version that has every one. */
const neighbourVersion: Readonly<Partial<Record<ApiVersion, ApiVersion>>> = {
  v3: "v2025",
  beta: "v2025",
};

/** The version through which an operation goes: for the neighbours (`/sources`) not always the configured one. */
export function versionOf(version: ApiVersion, isNeighbour: boolean): ApiVersion {
  return (isNeighbour ? neighbourVersion[version] : undefined) ?? version;
}

/**
 * Path of a call: `v1` comes after the collection, every other version before it.
 *
 * @param version - Version to put into the path.
 * @param label - Operation and thing, the beginning of the error's message.
 * @returns `/non-employee-sources/v1/2c91...` or `/v2025/non-employee-sources/2c91...`.
 * @throws ArgumentError that names the parameter whose value is no id: an empty one, `.` and `..` would address another
 * object than was meant.
 */
export function versionedPath(
  version: ApiVersion,
  operation: Operation,
  parameters: PathParameters,
  label: string,
): string {
  const path = operation.template.replace(/\{([\w-]+)\}/g, (_part, name: string) =>
    encodedId(name, parameters[name], operation, label),
  );
  return version === "v1" ? path.replace(/^\/[^/]+/, "$&/v1") : `/${version}${path}`;
}

function encodedId(name: string, value: unknown, operation: Operation, label: string): string {
  if (typeof value === "string" && isId(value)) {
    return encodeURIComponent(value);
  }
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  throw new ArgumentError(
    `${label}: ${name}: ${shown} is no id - pass the id that the API gave the object`,
    { operation: operation.id },
  );
}

/** Text that stands for itself in a path: no blanks around it, no half of a character, and no step to another folder. */
function isId(value: string): boolean {
  return value !== "" && value === value.trim() && value.isWellFormed() && !/^\.{1,2}$/.test(value);
}
