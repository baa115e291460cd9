/** From a path as received to API version, template and route. */

import type { Route } from "./context";
import { API_VERSIONS, type ApiVersion } from "./entities";
import { badRequest } from "./error-body";

/** What a path names; without a route nothing answers to it in that version. */
export interface Location {
  version?: ApiVersion;
  /** Path without version, with parameter names. */
  template?: string;
  route?: Route;
  params: Record<string, string>;
}

/** Finds the route; the version is a prefix (`/v2025/sources`) or, for v1, an infix (`/sources/v1`). */
export function locate(routes: readonly Route[], method: string, path: string): Location {
  const { version, segments } = splitVersion(path);
  if (!version) return { params: {} };
  const fitting = routes
    .filter((route) => route.versions.includes(version))
    .map((route) => ({ route, params: matchTemplate(route.template, segments) }))
    .sort((a, b) => parameterCount(a.route) - parameterCount(b.route));
  const sameTemplate = fitting.find(({ params }) => params !== undefined);
  const found = fitting.find(
    ({ route, params }) => params !== undefined && route.method === method,
  );
  return {
    version,
    template: (found ?? sameTemplate)?.route.template,
    route: found?.route,
    params: found?.params ?? {},
  };
}

function splitVersion(path: string): { version?: ApiVersion; segments: string[] } {
  const segments = path.slice(1).split("/").map(decode);
  const prefix = API_VERSIONS.find((version) => version !== "v1" && version === segments[0]);
  if (prefix) return { version: prefix, segments: segments.slice(1) };
  if (segments[1] !== "v1") return { segments };
  return { version: "v1", segments: [segments[0] ?? "", ...segments.slice(2)] };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest("400.1", "the path is not validly encoded;");
  }
}

function matchTemplate(
  template: string,
  segments: readonly string[],
): Record<string, string> | undefined {
  const parts = template.slice(1).split("/");
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === "") return undefined;
    if (name !== undefined) params[name] = segment;
  }
  return params;
}

function parameterCount(route: Route): number {
  return route.template.split("{").length;
}
