/** Every API version that the client speaks; only the form of the path differs between them. */
export const apiVersions = ["v1", "v2026", "v2025", "v2024", "v3", "beta"] as const;

/**
 * Version of the API. `v1` is the per-service scheme, which has no published end; `beta` is deprecated.
 *
 * @default "v1"
 */
export type ApiVersion = (typeof apiVersions)[number];

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
 * Path of an operation: `v1` comes after the collection, every other version before it.
 *
 * @param version - Version to put into the path.
 * @param segments - Unencoded path segments, the collection first.
 * @returns `/non-employee-sources/v1/2c91...` or `/v2025/non-employee-sources/2c91...`.
 */
export function versionedPath(version: ApiVersion, segments: readonly string[]): string {
  const [collection = "", ...rest] = segments.map(encodeURIComponent);
  const parts = version === "v1" ? [collection, version, ...rest] : [version, collection, ...rest];
  return `/${parts.join("/")}`;
}

/** Whether a path segment stands for itself: an empty one, `.` and `..` would address another object than was meant. */
export function isAddressable(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== "..";
}
